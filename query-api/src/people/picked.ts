/** The people behind one number, as SQL with the column `person`: each kind tells which of its own they are. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { PersonsQuery, PickedKind, PickOf } from '@firefly/protocol/query/persons'
import type { QueryOf } from '@firefly/protocol/query'
import { planFunnel } from '../analyses/funnel/plan.ts'
import { reachedSql } from '../analyses/funnel/sql.ts'
import { planLifecycle } from '../analyses/lifecycle/plan.ts'
import { statesSql } from '../analyses/lifecycle/sql.ts'
import { planRetention } from '../analyses/retention/plan.ts'
import { returnedSql } from '../analyses/retention/sql.ts'
import { planStickiness } from '../analyses/stickiness/plan.ts'
import { activeIntervals } from '../analyses/stickiness/sql.ts'
import { planTrend } from '../analyses/trend/plan.ts'
import { doersSql } from '../analyses/trend/sql.ts'
import type { Bucket } from '../buckets.ts'
import { QueryError } from '../errors.ts'

export interface Picking {
  project: string
  zone: string
  now: number
}

type Picker<Kind extends PickedKind> = (query: QueryOf<Kind>, pick: PickOf<Kind>, picking: Picking) => Sql

const PICKERS: { [Kind in PickedKind]: Picker<Kind> } = {
  trend(query, { series, bucket, breakdown }, { project, zone }) {
    const plan = planTrend(query, zone).now
    const at = bucket === undefined ? undefined : placeOf('bucket', plan.buckets, bucket)
    return inGroup(doersSql(plan, oneOf('series', plan.series, series), project, at), breakdown)
  },
  funnel(query, { step, dropped, breakdown }, { project, zone }) {
    const plan = planFunnel(query, zone)
    oneOf('step', plan.steps, step)
    return inGroup(reachedSql(plan, project, step + 1, dropped), breakdown)
  },
  retention(query, { cohort, period, breakdown }, { project, zone, now }) {
    const plan = planRetention(query, zone, now)
    const last = plan.values.length - 2
    if (period > last) throw wrong('period', `expected a period from 0 to ${last}`)
    const at = placeOf('cohort', plan.cohorts, cohort)
    return inGroup(returnedSql(plan, project, at + 1, period), breakdown)
  },
  lifecycle(query, { bucket, state }, { project, zone }) {
    const plan = planLifecycle(query, zone)
    // The first bucket of the range is the second that is numbered.
    const at = placeOf('bucket', plan.buckets, bucket) + 2
    return sql`SELECT person FROM (${statesSql(plan, project)})
      WHERE state.1 = ${bind('UInt64', at)} AND state.2 = ${bind('String', state)}`
  },
  stickiness(query, { series, intervals }, { project, zone }) {
    const plan = planStickiness(query, zone)
    const often = activeIntervals(plan, oneOf('series', plan.series, series), project)
    return sql`SELECT person FROM (${often})
      WHERE intervals ${plan.cumulative ? sql`>=` : sql`=`} ${bind('UInt64', intervals)}`
  },
}

/** Throws a 400 that names the field of the pick when the answer has no such number. */
export const pickedSql = ({ query, pick }: PersonsQuery, picking: Picking): Sql =>
  // The schema has matched the pick to its kind, which the compiler cannot follow through a table.
  (PICKERS[query.kind] as Picker<PickedKind>)(query, pick, picking)

function inGroup(people: Sql, breakdown: PickOf<'trend'>['breakdown']): Sql {
  if (breakdown === undefined) return sql`SELECT person FROM (${people})`
  const group = Array.isArray(breakdown)
    ? JSON.stringify(breakdown.map((value) => value ?? ''))
    : (breakdown ?? '')
  return sql`SELECT person FROM (${people}) WHERE grp = ${bind('String', group)}`
}

function oneOf<Item>(field: string, items: readonly Item[], at: number): Item {
  const item = items[at]
  if (item === undefined) throw wrong(field, `expected a number from 0 to ${items.length - 1}`)
  return item
}

function placeOf(field: string, buckets: readonly Bucket[], label: string): number {
  const at = buckets.findIndex((bucket) => bucket.label === label || bucket.start === Date.parse(label))
  if (at < 0) throw wrong(field, `expected one of the answer’s, such as ${buckets[0]?.label}`)
  return at
}

const wrong = (field: string, message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path: `pick.${field}`, message }])
