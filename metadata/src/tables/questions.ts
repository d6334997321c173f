/** Saved questions: a name, and what is asked. */
import { randomBytes } from 'node:crypto'
import type { Queries } from '../database.ts'
import { json, type Statement, sql } from '../sql.ts'

export interface QuestionRow {
  id: string
  project: string
  name: string
  description: string
  /** Understood by whoever asks it. */
  query: object
  createdAt: Date
  updatedAt: Date
}
export type QuestionWords = Pick<QuestionRow, 'name' | 'description' | 'query'>

const COLUMNS = sql`id, project, name, description, query, created_at AS "createdAt", updated_at AS "updatedAt"`

export const listQuestions = (on: Queries, project: string): Promise<QuestionRow[]> =>
  on.query<QuestionRow>(
    sql`SELECT ${COLUMNS} FROM questions WHERE project = ${project} ORDER BY created_at, id`,
  )

const oneOf = async (on: Queries, statement: Statement): Promise<QuestionRow | undefined> =>
  (await on.query<QuestionRow>(statement))[0]

export const findQuestion = (on: Queries, project: string, id: string): Promise<QuestionRow | undefined> =>
  oneOf(on, sql`SELECT ${COLUMNS} FROM questions WHERE project = ${project} AND id = ${id}`)

/** Rejects as `missing` without such a project. */
export async function createQuestion(
  on: Queries,
  project: string,
  { name, description, query }: QuestionWords,
): Promise<QuestionRow> {
  const id = `question_${randomBytes(9).toString('base64url')}`
  const row = await oneOf(
    on,
    sql`INSERT INTO questions (id, project, name, description, query)
        VALUES (${id}, ${project}, ${name}, ${description}, ${json(query)}::jsonb) RETURNING ${COLUMNS}`,
  )
  if (!row) throw new Error('a row that was inserted was not returned')
  return row
}

/** Replaces all of it; nothing when there is no such question. */
export const changeQuestion = (
  on: Queries,
  project: string,
  id: string,
  { name, description, query }: QuestionWords,
): Promise<QuestionRow | undefined> =>
  oneOf(
    on,
    sql`UPDATE questions SET name = ${name}, description = ${description}, query = ${json(query)}::jsonb, updated_at = now()
        WHERE project = ${project} AND id = ${id} RETURNING ${COLUMNS}`,
  )

/** Says whether there was one. */
export async function removeQuestion(on: Queries, project: string, id: string): Promise<boolean> {
  const removed = await on.query(
    sql`DELETE FROM questions WHERE project = ${project} AND id = ${id} RETURNING id`,
  )
  return removed.length > 0
}
