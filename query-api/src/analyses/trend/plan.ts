/** What a trend needs to know before it is SQL: its range, its buckets, its series with their measures. */
import type { Math, Series, TrendQuery } from '@firefly/protocol/query'
import { type Bucket, bucketsOf } from '../../buckets.ts'
import { QueryError } from '../../errors.ts'
import { MEASURES } from '../../measures.ts'
import { type Range, readRange } from '../../range.ts'

export interface TrendPlan {
  range: Range
  buckets: Bucket[]
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
  if (MEASURES[math].needsProperty && property === undefined)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: `series.${index}.property`, message: `expected a property, as math is ${math}` },
    ])
  return { name: name ?? event ?? 'All events', event, filters, math, property }
}
