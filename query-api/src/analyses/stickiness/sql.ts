/** Stickiness as one statement a series: events per person and interval, intervals per person, people per number of them. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import { bucketNumber } from '../../numbered.ts'
import { EVENTS, PERSON } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { type Selection, selected } from '../../selection.ts'
import type { StickinessPlan } from './plan.ts'

export interface StickinessRow {
  intervals: string | number
  people: string | number
}

const SIGN = { eq: sql`=`, neq: sql`!=`, gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }

export const stickinessSql = (plan: StickinessPlan, series: Selection, project: string): Sql => sql`
SELECT intervals, count() AS people
FROM (${activeIntervals(plan, series, project)})
GROUP BY intervals`

/** One row a person who was active at all: in how many intervals. */
export function activeIntervals(plan: StickinessPlan, series: Selection, project: string): Sql {
  const { range, buckets, intervalCount, criterion } = plan
  return sql`
  SELECT person, count() AS intervals
  FROM (
    SELECT ${PERSON} AS person, intDiv(${bucketNumber(buckets)} - 1, ${integer(intervalCount)}) AS interval
    FROM ${EVENTS}
    WHERE ${inScope(project, range)} AND ${allOf(plan.filters, range.zone)} AND ${selected(series, range.zone)}
    GROUP BY person, interval
    HAVING count() ${SIGN[criterion.operator]} ${bind('UInt64', criterion.value)}
  )
  GROUP BY person`
}
