/** Stickiness as one statement a series: events per person and interval, intervals per person, people per number of them. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import { bucketNumber } from '../../numbered.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { type Selection, selected } from '../../selection.ts'
import type { StickinessPlan } from './plan.ts'

export interface StickinessRow {
  intervals: string | number
  people: string | number
}

const SIGN = { eq: sql`=`, neq: sql`!=`, gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }

export const stickinessSql = (plan: StickinessPlan, series: Selection, project: Project): Sql => sql`
SELECT intervals, count() AS people
FROM (${once(plan) ? markedIntervals(plan, series, project) : activeIntervals(plan, series, project)})
GROUP BY intervals`

/** Bits of a number. */
const BITS = 64
/** Whether being there at all makes a person active, in no more intervals than a number has bits. */
export const once = ({ criterion: { operator, value }, intervals }: StickinessPlan): boolean =>
  intervals <= BITS && ((operator === 'gte' && value <= 1) || (operator === 'gt' && value === 0))

/** As `activeIntervals`, with a bit for each interval instead of a row. */
const markedIntervals = (plan: StickinessPlan, series: Selection, project: Project): Sql => sql`
  SELECT person, bitCount(groupBitOr(bitShiftLeft(toUInt64(1), interval))) AS intervals
  FROM (
    SELECT ${personOf(project)} AS person, ${intervalOf(plan)} AS interval
    FROM ${eventsOf(project)}
    WHERE ${where(plan, series, project)}
  )
  GROUP BY person`

const intervalOf = ({ buckets, intervalCount }: StickinessPlan): Sql =>
  intervalCount === 1
    ? sql`${bucketNumber(buckets)} - 1`
    : sql`intDiv(${bucketNumber(buckets)} - 1, ${integer(intervalCount)})`

const where = ({ range, filters }: StickinessPlan, series: Selection, project: Project): Sql =>
  sql`${inScope(project, range)} AND ${allOf(filters, range.zone)} AND ${selected(series, range.zone)}`

/** One row a person who was active at all: in how many intervals. */
export function activeIntervals(plan: StickinessPlan, series: Selection, project: Project): Sql {
  const { criterion } = plan
  return sql`
  SELECT person, count() AS intervals
  FROM (
    SELECT ${personOf(project)} AS person, ${intervalOf(plan)} AS interval
    FROM ${eventsOf(project)}
    WHERE ${where(plan, series, project)}
    GROUP BY person, interval
    HAVING count() ${SIGN[criterion.operator]} ${bind('UInt64', criterion.value)}
  )
  GROUP BY person`
}
