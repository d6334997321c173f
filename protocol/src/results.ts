/** query-api → console: the shape of each answer. */
import type { Query } from './query.ts'

/** The frame of every answer. `from` and `to` are the half-open range that was read, as ISO instants. */
export interface Answer<Kind extends Query['kind'], Result> {
  kind: Kind
  timezone: string
  from: string
  to: string
  result: Result
  meta: { rowsRead: number; elapsedMs: number; cached: boolean }
}

export interface TrendSeries {
  name: string
  /** The group's value; `null` is everything null, empty or missing. Absent without a breakdown. */
  breakdown?: string | null
  values: (number | null)[]
  total: number | null
}

export interface TrendResult {
  /** The start of each bucket, as an ISO instant with the zone's offset. */
  buckets: string[]
  series: TrendSeries[]
}

export interface FunnelStep {
  name: string
  count: number
  /** Share of the first step, 0 to 1. */
  conversion: number
  /** Share of the step before, 0 to 1. */
  conversionFromPrevious: number
  medianSecondsFromPrevious: number | null
  averageSecondsFromPrevious: number | null
}

export interface FunnelResult {
  steps: FunnelStep[]
}

export type TrendAnswer = Answer<'trend', TrendResult>
export type FunnelAnswer = Answer<'funnel', FunnelResult>
