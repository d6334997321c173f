/** What a trend needs to know before it is SQL: its range, its buckets, its series with their measures. */
import type { Math, Series, TrendQuery } from '@firefly/protocol/query'
import type { Temporal } from 'temporal-polyfill'
import { QueryError } from '../../errors.ts'
import { bucketsOf, type Range, readRange } from '../../range.ts'

export interface TrendPlan {
  range: Range
  buckets: Temporal.ZonedDateTime[]
  filters: TrendQuery['filters']
  series: PlannedSeries[]
  breakdown: { property: string; limit: number } | undefined
}

export interface PlannedSeries {
  name: string
  event: string | undefined
  filters: Series['filters']
  math: Math
  property: string | undefined
}

/** Maths that count, and so are 0 where there is nothing; the others have no value there. */
export const COUNTING: ReadonlySet<Math> = new Set<Math>(['total', 'unique_users', 'unique_sessions', 'sum'])
const WITHOUT_PROPERTY: ReadonlySet<Math> = new Set<Math>(['total', 'unique_users', 'unique_sessions'])

/** Throws a 400 that names the field when a series cannot be measured as asked. */
export function planTrend(query: TrendQuery, zone: string): TrendPlan {
  const range = readRange(query.from, query.to, zone)
  return {
    range,
    buckets: bucketsOf(range, query.interval, query.weekStart),
    filters: query.filters,
    series: query.series.map(planSeries),
    breakdown: query.breakdown && { property: query.breakdown.property, limit: query.breakdown.limit },
  }
}

function planSeries({ event, filters, math, property, name }: Series, index: number): PlannedSeries {
  if (!WITHOUT_PROPERTY.has(math) && property === undefined)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: `series.${index}.property`, message: `expected a property, as math is ${math}` },
    ])
  return { name: name ?? event ?? 'All events', event, filters, math, property }
}
