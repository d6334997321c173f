/**
 * Plain retention, of people and by nothing, as one statement: the periods in which a person started or returned are the
 * bits of a number, so that a person takes 16 bytes and not two lists.
 */
import { integer, type Sql, sql } from '@firefly/clickhouse/sql'
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
SELECT cohort, '' AS grp, arrayJoin(${places(plan)}) AS distance, sum(people) AS amount, amount AS counted
FROM (
  SELECT arrayJoin(${cohortsOf(plan)}) AS cohort, bitShiftRight(returned, cohort) AS later, people
  FROM (
    SELECT began, returned, count() AS people
    FROM (${people})
    WHERE began != 0
    GROUP BY began, returned
  )
)
GROUP BY cohort, distance`

/** The periods that put a person in a cohort. */
function cohortsOf({ mode, cohorts }: RetentionPlan): Sql {
  const last = integer(cohorts.length)
  return mode === 'recurring'
    ? sql`arrayFilter(start -> start > 0 AND start <= ${last}, bitPositionsToArray(began))`
    : sql`arrayFilter(start -> start > 0 AND start <= ${last}, [bitPositionsToArray(began)[1]])`
}

/** The size, all of them in period 0, and the later periods in which they returned. */
function places({ counting, periods }: RetentionPlan): Sql {
  const most = integer(periods - 1)
  const distances =
    counting === 'on'
      ? sql`arrayFilter(far -> far > 0 AND far <= ${most}, bitPositionsToArray(later))`
      : sql`range(1, 1 + least(${most}, toUInt64(if(later = 0, 0, bitPositionsToArray(later)[-1]))))`
  return sql`arrayConcat([toInt64(-1), toInt64(0)], arrayMap(far -> toInt64(far), ${distances}))`
}
