/** A lifecycle over as many buckets as a number has bits: a person is one number and the bucket of their first event. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { bucketNumber } from '../../numbered.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { selected } from '../../selection.ts'
import type { LifecyclePlan } from './plan.ts'

/** Bits of a number; bit 0 is all that lies before the bucket before the range. */
const BITS = 64

/**
 * Whether one look at every event tells all. Filters decline: they would be put to events of any age, and reading what
 * they need of those costs more than a second look at those of the range.
 */
export const fitsMasks = ({ buckets, active }: LifecyclePlan): boolean =>
  buckets.length + 1 < BITS && (active.filters ?? []).length === 0

/** The same rows as those of `lifecycleSql`. */
export const maskedSql = (plan: LifecyclePlan, project: Project): Sql =>
  countedStates(plan, activity(plan, project))

/** Of one row a person: the buckets they were `active` in, as bits, and the number of their `first` one. */
export const countedStates = (plan: LifecyclePlan, people: Sql): Sql => sql`
SELECT state.1 AS bucket, sumIf(people, state.2 = 'new') AS new, sumIf(people, state.2 = 'returning') AS returning,
  sumIf(people, state.2 = 'resurrecting') AS resurrecting, sumIf(people, state.2 = 'dormant') AS dormant
FROM (
  SELECT arrayJoin(${statesOf(plan)}) AS state, people
  FROM (
    SELECT active, first, count() AS people
    FROM (${people})
    WHERE active != 0
    GROUP BY active, first
  )
)
GROUP BY bucket`

/** Shifted by one, a person's buckets are those after which they were there. */
function statesOf({ buckets }: LifecyclePlan): Sql {
  const here = sql`bitPositionsToArray(bitAnd(active, bitNot(toUInt64(3))))`
  const left = sql`bitPositionsToArray(bitAnd(bitShiftLeft(active, 1), bitNot(active)))`
  return sql`arrayConcat(
    arrayMap(at -> (at, multiIf(first = at, 'new', bitTest(active, at - 1), 'returning', 'resurrecting')), ${here}),
    arrayMap(at -> (at, 'dormant'), arrayFilter(at -> at > 1 AND at <= ${integer(buckets.length + 1)}, ${left})))`
}

/** Everybody who was ever there: in which buckets as asked, and when for the first time by any event at all. */
function activity({ before, buckets, range, active }: LifecyclePlan, project: Project): Sql {
  return sql`
      SELECT person, groupBitOrIf(bitShiftLeft(toUInt64(1), bucket), ${selected(active, range.zone)} AND bucket > 0) AS active, min(bucket) AS first
      FROM (
        SELECT ${personOf(project)} AS person, ${bucketNumber([before, ...buckets])} AS bucket, event
        FROM ${eventsOf(project)}
        WHERE project = ${bind('String', project.name)} AND time < fromUnixTimestamp64Milli(${bind('Int64', range.to)})
      )
      GROUP BY person`
}
