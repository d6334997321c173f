/** Saved cohorts: a name, who is meant, and which members in the store hold. */
import { randomBytes } from 'node:crypto'
import type { Queries } from '../database.ts'
import { json, type Statement, sql } from '../sql.ts'

export interface CohortRow {
  id: string
  project: string
  name: string
  description: string
  /** Understood by whoever asks; null where members were given one by one. */
  definition: object | null
  refreshMinutes: number | null
  /** Counts what it has meant. */
  revision: number
  /** 0 where the store has no members. */
  version: number
  size: number | null
  computedAt: Date | null
  createdAt: Date
  updatedAt: Date
}
export type CohortWords = Pick<CohortRow, 'name' | 'description' | 'definition' | 'refreshMinutes'>

const COLUMNS = sql`id, project, name, description, definition, refresh_minutes AS "refreshMinutes", revision, version, size,
  computed_at AS "computedAt", created_at AS "createdAt", updated_at AS "updatedAt"`

export const listCohorts = (on: Queries, project: string): Promise<CohortRow[]> =>
  on.query<CohortRow>(sql`SELECT ${COLUMNS} FROM cohorts WHERE project = ${project} ORDER BY created_at, id`)

const oneOf = async (on: Queries, statement: Statement): Promise<CohortRow | undefined> =>
  (await on.query<CohortRow>(statement))[0]

export const findCohort = (on: Queries, project: string, id: string): Promise<CohortRow | undefined> =>
  oneOf(on, sql`SELECT ${COLUMNS} FROM cohorts WHERE project = ${project} AND id = ${id}`)

/** Rejects as `missing` without such a project. */
export async function createCohort(on: Queries, project: string, words: CohortWords): Promise<CohortRow> {
  const { name, description, definition, refreshMinutes } = words
  const id = `cohort_${randomBytes(9).toString('base64url')}`
  const row = await oneOf(
    on,
    sql`INSERT INTO cohorts (id, project, name, description, definition, refresh_minutes)
        VALUES (${id}, ${project}, ${name}, ${description}, ${definition && json(definition)}::jsonb, ${refreshMinutes})
        RETURNING ${COLUMNS}`,
  )
  if (!row) throw new Error('a row that was inserted was not returned')
  return row
}

/** Replaces all of it; members found for what it meant before hold no longer. Nothing when there is no such cohort. */
export const changeCohort = (
  on: Queries,
  project: string,
  id: string,
  { name, description, definition, refreshMinutes }: CohortWords,
): Promise<CohortRow | undefined> =>
  oneOf(
    on,
    sql`UPDATE cohorts SET name = ${name}, description = ${description}, definition = ${definition && json(definition)}::jsonb,
          refresh_minutes = ${refreshMinutes}, version = 0, size = NULL, computed_at = NULL, claimed_until = NULL,
          revision = revision + 1, updated_at = now()
        WHERE project = ${project} AND id = ${id} RETURNING ${COLUMNS}`,
  )

/** Says whether there was one. */
export async function removeCohort(on: Queries, project: string, id: string): Promise<boolean> {
  const removed = await on.query(
    sql`DELETE FROM cohorts WHERE project = ${project} AND id = ${id} RETURNING id`,
  )
  return removed.length > 0
}

/** From now on these members hold, unless newer ones do or the cohort has come to mean something else. */
export const keepMembers = (
  on: Queries,
  { id, revision }: Pick<CohortRow, 'id' | 'revision'>,
  { version, size, at }: { version: number; size: number; at: Date },
): Promise<CohortRow | undefined> =>
  oneOf(
    on,
    sql`UPDATE cohorts SET version = ${version}, size = ${size}, computed_at = ${at}, claimed_until = NULL
        WHERE id = ${id} AND version < ${version} AND revision = ${revision} RETURNING ${COLUMNS}`,
  )

/** One cohort whose members are to be found anew, for the caller alone until then. */
export const claimDueCohort = (on: Queries, now: Date, until: Date): Promise<CohortRow | undefined> =>
  oneOf(
    on,
    sql`UPDATE cohorts SET claimed_until = ${until}
        WHERE id = (
          SELECT id FROM cohorts
          WHERE refresh_minutes IS NOT NULL AND (claimed_until IS NULL OR claimed_until < ${now})
            AND (computed_at IS NULL OR computed_at + refresh_minutes * interval '1 minute' <= ${now})
          ORDER BY computed_at NULLS FIRST LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING ${COLUMNS}`,
  )
