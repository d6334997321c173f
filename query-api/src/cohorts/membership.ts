/** Cohorts: people by what they did or what is known of them, as a condition on whose an event is. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Cohort, Condition, Did, TimesOperator } from '@firefly/protocol/query/filters'
import { textOf } from '../catalog.ts'
import { holdsWithout, valueHolds } from '../filters.ts'
import { eventsOf, personOf, type Project } from '../persons.ts'
import { selected } from '../selection.ts'
import { memberIds } from './members.ts'
import { sequenceSql } from './sequence.ts'
import { timeOf } from './time.ts'

/** What a cohort needs beside itself: a filter alone does not know whose question it is part of. */
export interface CohortScope {
  project: Project
  zone: string
  /** The end of the question's range, in Unix milliseconds. */
  to: number
}
/** People who were found before, or given one by one, by the name under which the store has them. */
export interface Members {
  members: { of: string; version: number }
}
export interface PlacedCohort {
  cohort: Cohort | Members
  scope: CohortScope
}

/** Whether the person of an event belongs to it. */
export function membership({ cohort, scope }: PlacedCohort): Sql {
  const inner = (one: Cohort): Sql => membership({ cohort: one, scope })
  if ('members' in cohort)
    return sql`${personOf(scope.project)} IN (${memberIds(scope.project, cohort.members)})`
  if ('all' in cohort) return sql`(${join(cohort.all.map(inner), ' AND ')})`
  if ('any' in cohort) return sql`(${join(cohort.any.map(inner), ' OR ')})`
  if ('not' in cohort) return sql`NOT ${inner(cohort.not)}`
  if ('did' in cohort) return hasDone(cohort.did, scope)
  if ('sequence' in cohort) return sql`${personOf(scope.project)} IN (${sequenceSql(cohort.sequence, scope)})`
  if ('has' in cohort) return hasProperty(cohort.has, scope)
  // What it names was put in its place.
  return inner(cohort.cohort as unknown as Cohort)
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

function doers(did: Did, scope: CohortScope, having: Sql): Sql {
  const { project, zone } = scope
  return sql`SELECT ${personOf(project)} AS person FROM ${eventsOf(project)}
    WHERE project = ${bind('String', project.name)} AND ${timeOf(did, scope)}
      AND ${selected(did, zone)}
    GROUP BY person HAVING ${having}`
}

/** The last value that was set; whoever never had one is in no list, so what holds without one is asked the other way round. */
function hasProperty(condition: Condition, scope: CohortScope): Sql {
  const { project } = scope
  const last = (having: Sql): Sql => sql`SELECT person FROM (
      SELECT ${personOf(project)} AS person, toString(${textOf(condition, scope.zone)}) AS value, time FROM ${eventsOf(project)}
      WHERE project = ${bind('String', project.name)} AND ${timeOf({}, scope)} AND value != ''
    ) GROUP BY person HAVING ${having}`
  const holds = valueHolds(condition, sql`argMax(value, (time, value))`)
  return holdsWithout(condition)
    ? sql`${personOf(project)} NOT IN (${last(sql`NOT (${holds})`)})`
    : sql`${personOf(project)} IN (${last(holds)})`
}
