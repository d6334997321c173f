/**
 * Retention as one statement: what each person did in each period, then who belongs to which cohort, then one row for
 * every distance between a cohort and a period in which its people returned.
 */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { numberOf, shownOf } from '../../catalog.ts'
import { bucketNumber } from '../../numbered.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { selected } from '../../selection.ts'
import type { RetentionPlan } from './plan.ts'
import { inReach } from './reach.ts'

/** `cohort` counts from 1; `distance` is the place among the values, -1 on the row of the cohort's size. */
export interface RetentionRow {
  cohort: string | number
  grp: string
  distance: string | number
  amount: string | number
  counted: string | number
}

export const retentionSql = (plan: RetentionPlan, project: Project, groups?: readonly string[]): Sql => sql`
SELECT cohort, grp, step.1 AS distance, sum(step.2) AS amount, sum(step.3) AS counted
FROM (
  SELECT cohort, grp, arrayJoin(arrayConcat([${size}], ${steps(plan)})) AS step
  FROM (${memberships(plan, project)})
  WHERE ${groups ? sql`has(${bind('Array(String)', groups)}, grp)` : sql`1`}
)
GROUP BY cohort, grp, distance`

/** The groups with the most people over all cohorts; ties by name, so that the answer is stable. */
export const topGroupsSql = (plan: RetentionPlan, project: Project): Sql => sql`
SELECT grp FROM (${memberships(plan, project)})
GROUP BY grp ORDER BY count() DESC, grp LIMIT ${bind('UInt32', plan.breakdown?.limit ?? 0)}`

const size: Sql = sql`(toInt64(-1), toFloat64(1), toUInt64(1))`

/** What a person of a cohort adds, as distance, amount and count. */
function steps(plan: RetentionPlan): Sql {
  const { counting, measure, periods } = plan
  const inReach = integer(periods)
  const ever = counting === 'on_or_after'
  if (measure.math === 'unique_users') {
    const latest = sql`least(${inReach} - 1, arrayMax(arrayPushFront(arrayMap(done -> done.1 - cohort, returns), 0)))`
    const places = ever
      ? sql`range(1, 1 + ${placeOf(plan, latest)})`
      : distinctPlaces(
          plan,
          sql`arrayFilter(far -> far > 0 AND far < ${inReach}, arrayMap(done -> done.1 - cohort, returns))`,
        )
    return sql`arrayMap(far -> (toInt64(far), toFloat64(1), toUInt64(1)), arrayPushFront(${places}, 0))`
  }
  const inTime = sql`arrayFilter(done -> done.1 >= cohort${ever ? sql`` : sql` AND done.1 - cohort < ${inReach}`}, returns)`
  const moved = (far: Sql): Sql => sql`(toInt64(${far}), done.2, done.3)`
  if (!ever) return sql`arrayMap(done -> ${moved(placeOf(plan, sql`done.1 - cohort`))}, ${inTime})`
  return sql`arrayFlatten(arrayMap(done -> arrayMap(far -> ${moved(sql`far`)},
      range(0, 1 + ${placeOf(plan, sql`least(${inReach} - 1, done.1 - cohort)`)})), ${inTime}))`
}

const isBracketed = ({ values }: RetentionPlan): boolean => values.some((first, at) => first !== at)

/** The value that a period so far from the cohort belongs to. */
const placeOf = (plan: RetentionPlan, far: Sql): Sql =>
  isBracketed(plan)
    ? sql`arrayCount(first -> ${far} >= first, ${bind('Array(Int64)', plan.values.slice(1, -1))})`
    : far

const distinctPlaces = (plan: RetentionPlan, distances: Sql): Sql =>
  isBracketed(plan)
    ? sql`arrayDistinct(arrayMap(far -> ${placeOf(plan, sql`far`)}, ${distances}))`
    : distances

/** Whoever of a cohort, counted from 1, returned in the periods of that value; at 0 all of it. */
export const returnedSql = (plan: RetentionPlan, project: Project, cohort: number, place: number): Sql => sql`
  SELECT person, grp FROM (${memberships(plan, project)})
  WHERE cohort = ${integer(cohort)} AND (${integer(place)} = 0
    OR arrayExists(done -> done.1 >= cohort + ${integer(plan.values[place] ?? 0)}${plan.counting === 'on' ? sql` AND done.1 < cohort + ${integer(plan.values[place + 1] ?? 0)}` : sql``}, returns))`

/** Whoever of a cohort, counted from 1, returned in any of the periods up to that one. */
export const paidSql = (plan: RetentionPlan, project: Project, cohort: number, last: number): Sql => sql`
  SELECT person FROM (${memberships(plan, project)})
  WHERE cohort = ${integer(cohort)}
    AND arrayExists(done -> done.1 >= cohort AND done.1 <= cohort + ${integer(last)}, returns)`

/** One row a person and cohort, with all periods in which the person returned often enough. */
const memberships = (plan: RetentionPlan, project: Project): Sql => sql`
    SELECT person, membership.1 AS cohort, membership.2 AS grp, returns
    FROM (
      SELECT person,
        groupArrayIf((toInt64(period), grp), started > 0 AND period <= ${integer(plan.cohorts.length)}) AS began,
        ${startsOf(plan)} AS starts,
        groupArrayIf((toInt64(period), amount, counted), returned >= ${bind('UInt64', plan.atLeast)}) AS returns
      FROM (${personPeriods(plan, project)})
      GROUP BY person
    )
    ARRAY JOIN starts AS membership`

/** The periods that put a person in a cohort. Period 0 is all that lies before the range. */
const startsOf = ({ mode }: RetentionPlan): Sql =>
  mode === 'recurring'
    ? sql`began`
    : sql`arrayFilter(start -> start.1 > 0, arraySlice(arraySort(start -> start.1, began), 1, 1))`

function personPeriods(plan: RetentionPlan, project: Project): Sql {
  const { zone } = plan.range
  const group = plan.breakdown ? shownOf(plan.breakdown, zone, project) : sql`''`
  return sql`
        SELECT person, period, countIf(starts) AS started, argMinIf(value, (time, value), starts) AS grp,
          countIf(returns) AS returned, ${amountOf(plan)} AS amount, ${countedOf(plan)} AS counted
        FROM (
          SELECT ${personOf(project)} AS person, ${bucketNumber(plan.calendar)} AS period, time, ${group} AS value,
            ${selected(plan.start, zone)} AS starts, ${selected(plan.return, zone)} AS returns,
            ${numberOf(plan.measure.property, zone)} AS number
          FROM ${eventsOf(project)}
          WHERE ${inReach(plan, project)} AND (starts OR returns)
        )
        GROUP BY person, period`
}

const amountOf = ({ measure: { math } }: RetentionPlan): Sql =>
  math === 'sum' || math === 'avg'
    ? sql`ifNull(sumIf(number, returns), 0)`
    : sql`toFloat64(${math === 'total' ? sql`returned` : sql`1`})`
const countedOf = ({ measure: { math } }: RetentionPlan): Sql =>
  math === 'avg' ? sql`countIf(returns AND number IS NOT NULL)` : sql`returned`
