/** From JSON to a question, or a 400 that names each wrong field by its path. */
import { type Query, querySchema } from '@firefly/protocol/query'
import type { z } from 'zod'
import { isComputed, parseComputed, WrongComputed } from './computed/parse.ts'
import { asOfNobody, conditionsOf, wrongValue } from './conditions.ts'
import { type Issue, QueryError } from './errors.ts'
import { issuesOf } from './issues.ts'
import { namedProperties } from './named.ts'

const MAX_DEPTH = 32
/** Each condition is part of one statement, whose length the engine bounds. */
export const MAX_CONDITIONS = 500

export const parseQuery = (body: unknown): Query => parsed(querySchema, body)

/** What a schema makes of a body that has filters anywhere. Throws a 400 that names each wrong field. */
export function parsed<Schema extends z.ZodType<object>>(schema: Schema, body: unknown): z.output<Schema> {
  const tooDeep = deeperThan(MAX_DEPTH, body)
  if (tooDeep) throw wrong([{ path: tooDeep, message: `expected at most ${MAX_DEPTH} levels` }])
  const { data, error } = schema.safeParse(body)
  if (error) throw wrong(error.issues.flatMap(issuesOf))
  const conditions = conditionsOf(data)
  const excess = conditions[MAX_CONDITIONS]
  if (excess)
    throw wrong([
      { path: excess.path, message: `expected at most ${MAX_CONDITIONS} conditions in a question` },
    ])
  const issues = [...conditions.flatMap(wrongValue), ...asOfNobody(data), ...wrongComputed(data)]
  if (issues.length > 0) throw wrong(issues)
  return data
}

const wrong = (issues: Issue[]): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', issues)

/** Computed properties that cannot be read. */
const wrongComputed = (question: object): Issue[] =>
  namedProperties(question).flatMap(({ path, property, source }) => {
    if (source !== 'event' || !isComputed(property)) return []
    try {
      parseComputed(property)
      return []
    } catch (error) {
      if (error instanceof WrongComputed) return [{ path, message: error.message }]
      throw error
    }
  })

/** Where nesting goes beyond `depth`. Level by level, since what is checked here could exhaust the stack. */
function deeperThan(depth: number, body: unknown): string | undefined {
  let level: { path: string; value: unknown }[] = [{ path: '', value: body }]
  for (let at = 0; at <= depth; at++) {
    level = level.flatMap(({ path, value }) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, inner]) => ({ path: path ? `${path}.${key}` : key, value: inner }))
        : [],
    )
  }
  return level[0]?.path
}
