/** Cohorts: people by what they did, as a condition on whose an event is. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Cohort, Did, TimesOperator } from '@firefly/protocol/query/filters'
import { durationOf } from './durations.ts'
import { QueryError } from './errors.ts'
import { eventsOf, personOf, type Project } from './persons.ts'
import { selected } from './selection.ts'

/** Where saved cohorts are kept. */
export interface CohortBook {
  find: (project: string, id: string) => Promise<Cohort | undefined>
}

/** What a cohort needs beside itself: a filter alone does not know whose question it is part of. */
export interface CohortScope {
  project: Project
  zone: string
  /** The end of the question's range, in Unix milliseconds. */
  to: number
}
export interface PlacedCohort {
  cohort: Cohort
  scope: CohortScope
}

/** The question with every cohort found and placed. Throws a 400 that names the ids that nobody saved. */
export async function placeCohorts<Question extends object>(
  query: Question,
  scope: CohortScope,
  book: CohortBook | undefined,
): Promise<Question> {
  const place = async (value: unknown, path: string): Promise<unknown> => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return Promise.all(value.map((one, at) => place(one, `${path}.${at}`)))
    const placed = await Promise.all(
      Object.entries(value).map(async ([key, inner]) => {
        const here = path ? `${path}.${key}` : key
        const found = key === 'cohort' && typeof inner === 'string' ? await saved(inner, here) : inner
        return [key, await place(found, here)] as const
      }),
    )
    const copy = Object.fromEntries(placed)
    return typeof copy['cohort'] === 'object' ? { ...copy, scope } : copy
  }
  const saved = async (id: string, path: string): Promise<Cohort> => {
    const cohort = await book?.find(scope.project.name, id)
    if (cohort) return cohort
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path, message: 'expected the id of a saved cohort, or a cohort' },
    ])
  }
  return (await place(query, '')) as Question
}

/** Whether the person of an event belongs to it. */
export function membership({ cohort, scope }: PlacedCohort): Sql {
  if ('all' in cohort)
    return sql`(${join(
      cohort.all.map((one) => membership({ cohort: one, scope })),
      ' AND ',
    )})`
  if ('any' in cohort)
    return sql`(${join(
      cohort.any.map((one) => membership({ cohort: one, scope })),
      ' OR ',
    )})`
  if ('not' in cohort) return sql`NOT ${membership({ cohort: cohort.not, scope })}`
  return hasDone(cohort.did, scope)
}

const SIGN: Record<TimesOperator, Sql> = {
  eq: sql`=`,
  neq: sql`!=`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
}

/** Whoever never did it is in no list of those who did, so what never meets is asked the other way round. */
function hasDone(did: Did, scope: CohortScope): Sql {
  const { operator, value } = did.times ?? { operator: 'gte' as const, value: 1 }
  const meets = sql`count() ${SIGN[operator]} ${bind('UInt64', value)}`
  const never = { eq: value === 0, neq: value !== 0, gt: false, gte: value === 0, lt: value > 0, lte: true }
  return never[operator]
    ? sql`${personOf(scope.project)} NOT IN (${doers(did, scope, sql`NOT (${meets})`)})`
    : sql`${personOf(scope.project)} IN (${doers(did, scope, meets)})`
}

function doers(did: Did, { project, zone, to }: CohortScope, having: Sql): Sql {
  const since = did.within
    ? sql`time >= fromUnixTimestamp64Milli(${bind('Int64', to - durationOf(did.within))})`
    : sql`1`
  return sql`SELECT ${personOf(project)} AS person FROM ${eventsOf(project)}
    WHERE project = ${bind('String', project.name)} AND time < fromUnixTimestamp64Milli(${bind('Int64', to)}) AND ${since}
      AND ${selected(did, zone)}
    GROUP BY person HAVING ${having}`
}
