/** What a trend needs to know before it is SQL: its range, its buckets, its series with their measures. */
import type { Series } from '@firefly/protocol/query/frame'
import type { TrendQuery } from '@firefly/protocol/query/trend'
import type { Math as Measure } from '@firefly/protocol/query/words'
import { type Bucket, bucketsOf } from '../../buckets.ts'
import { type Issue, QueryError } from '../../errors.ts'
import { MEASURES } from '../../measures.ts'
import { type Range, readRange } from '../../range.ts'
import { type Windows, windowsOf } from './active.ts'
import { type Time, timeBefore } from './before.ts'
import { type Formula, parseFormula } from './formula.ts'
import type { Said } from '../../traits/trait.ts'

export interface TrendPlan {
  range: Range
  buckets: Bucket[]
  filters: TrendQuery['filters']
  series: PlannedSeries[]
  breakdown: TrendBreakdown | undefined
  formula: { text: string; tree: Formula } | undefined
  cumulative: boolean
  movingAverage: number | undefined
}

export interface TrendBreakdown {
  /** Several are combined. */
  properties: Said[]
  limit: number
  /** Whether those beyond the limit are told together. */
  others: boolean
}

export interface PlannedSeries {
  name: string
  event: string | undefined
  filters: Series['filters']
  math: Measure
  property: string | undefined
  /** The days that each bucket looks back on, where the measure does. */
  windows: Windows | undefined
}

/** The trend, and where it is to be compared, the same of the time before. Throws a 400 that names each wrong field. */
export function planTrend(
  query: TrendQuery,
  zone: string,
): { now: TrendPlan; before: TrendPlan | undefined } {
  const wrong = [
    ...query.series.flatMap((series, at) => wrongSeries(query, series, at)),
    ...wrongBreakdown(query),
  ]
  if (wrong.length > 0) throw new QueryError('invalid_query', 'the question cannot be understood', wrong)
  const range = readRange(query.from, query.to, zone)
  const now = { range, buckets: bucketsOf(range, query.interval, query.weekStart) }
  return {
    now: planOver(query, now),
    before: query.compare && planOver(query, timeBefore(query, now)),
  }
}

function planOver(query: TrendQuery, { range, buckets }: Time): TrendPlan {
  const planned = ({ event, filters, math, property, name }: Series): PlannedSeries => {
    const { days } = MEASURES[math]
    const windows = days === undefined ? undefined : windowsOf(range, buckets, query.interval, days)
    return { name: name ?? event ?? 'All events', event, filters, math, property, windows }
  }
  const { filters, formula, cumulative, movingAverage } = query
  return {
    range,
    buckets,
    filters,
    series: query.series.map(planned),
    breakdown: breakdownOf(query),
    formula:
      formula === undefined ? undefined : { text: formula, tree: parseFormula(formula, query.series.length) },
    cumulative,
    movingAverage,
  }
}

function breakdownOf({ breakdown, breakdowns, otherGroups }: TrendQuery): TrendBreakdown | undefined {
  const all = breakdowns ?? (breakdown ? [breakdown] : [])
  if (all.length === 0) return undefined
  return {
    properties: all.map(({ property, source, groupType, asOf }) => ({ property, source, groupType, asOf })),
    limit: Math.max(...all.map(({ limit }) => limit)),
    others: otherGroups,
  }
}

function wrongSeries({ cumulative }: TrendQuery, { math, property }: Series, at: number): Issue[] {
  const { needsProperty, addsUp } = MEASURES[math]
  return [
    ...(needsProperty && property === undefined
      ? [{ path: `series.${at}.property`, message: `expected a property, as math is ${math}` }]
      : []),
    ...(cumulative && !addsUp
      ? [
          {
            path: `series.${at}.math`,
            message: 'expected total, sum, unique_users or unique_sessions, as it is cumulative',
          },
        ]
      : []),
  ]
}

function wrongBreakdown({ breakdown, breakdowns, otherGroups }: TrendQuery): Issue[] {
  if (breakdown && breakdowns)
    return [{ path: 'breakdowns', message: 'expected either breakdown or breakdowns' }]
  if (otherGroups && !breakdown && !breakdowns)
    return [{ path: 'otherGroups', message: 'expected a breakdown beside it' }]
  return []
}
