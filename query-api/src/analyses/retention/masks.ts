/**
 * Plain retention, of people and by nothing, as one statement: the periods in which a person started or returned are the
 * bits of a number, so that a person takes 16 bytes and not two lists.
 */
import { integer, natural, type Sql, sql } from '@firefly/clickhouse/sql'
import { bucketNumber } from '../../numbered.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { selected } from '../../selection.ts'
import type { RetentionPlan } from './plan.ts'
import { inReach } from './reach.ts'

/** Bits of a number; bit 0 is all that lies before the range. */
const BITS = 64

/** Whether all that is asked for can be told from the periods alone. */
export const fitsMasks = ({ calendar, measure, atLeast, breakdown, values }: RetentionPlan): boolean =>
  calendar.length < BITS &&
  measure.math === 'unique_users' &&
  atLeast === 1 &&
  !breakdown &&
  values.every((first, at) => first === at)

/** The same rows as those of `retentionSql`. */
export const maskedSql = (plan: RetentionPlan, project: Project): Sql =>
  cohortsSql(
    plan,
    sql`
      SELECT person, groupBitOrIf(period, starts) AS began, groupBitOrIf(period, returns) AS returned
      FROM (
        SELECT ${personOf(project)} AS person, bitShiftLeft(toUInt64(1), ${bucketNumber(plan.calendar)}) AS period,
          ${selected(plan.start, plan.range.zone)} AS starts, ${selected(plan.return, plan.range.zone)} AS returns
        FROM ${eventsOf(project)}
        WHERE ${inReach(plan, project)} AND (starts OR returns)
      )
      GROUP BY person`,
  )

/** Of one row a person with the periods they `began` in and `returned` in, as bits. */
export const cohortsSql = (plan: RetentionPlan, people: Sql): Sql => sql`
SELECT cohort, '' AS grp, ${distanceOf(plan)} AS distance, count() AS amount, amount AS counted
FROM (
  SELECT arrayJoin(${cohortsOf(plan)}) AS cohort, bitShiftRight(returned, cohort) AS later
  FROM (${people})
)
GROUP BY cohort, distance`

/** The periods that put a person in a cohort. */
function cohortsOf({ mode, cohorts }: RetentionPlan): Sql {
  return mode === 'recurring'
    ? sql`bitPositionsToArray(bitAnd(began, ${bits(1, cohorts.length)}))`
    : sql`arrayFilter(start -> start > 0 AND start <= ${integer(cohorts.length)}, [bitPositionsToArray(began)[1]])`
}

/** Each of -1 for the size, 0 for all of them, and the later periods in which they returned; bit 0 stands for the size. */
function distanceOf({ counting, periods }: RetentionPlan): Sql {
  if (counting === 'on')
    return sql`toInt64(arrayJoin(bitPositionsToArray(bitOr(3, bitAnd(bitShiftLeft(later, 1), ${bits(2, periods)}))))) - 1`
  const last = sql`toUInt64(if(later = 0, 0, bitPositionsToArray(later)[-1]))`
  return sql`toInt64(arrayJoin(range(0, 2 + least(${integer(periods - 1)}, ${last})))) - 1`
}

/** A number with the bits `first` up to `last`. */
const bits = (first: number, last: number): Sql =>
  natural(String((1n << BigInt(last + 1)) - (1n << BigInt(first))))
