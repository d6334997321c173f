/** Whole periods: a question about coming back asks of each period from its begin to its end, also outside its range. */
import type { Interval } from '@firefly/protocol/query'
import { type Bucket, bucketsOf, type WeekStart } from './buckets.ts'
import type { Range } from './range.ts'

export interface Periods {
  /** Those that touch the range, oldest first. */
  own: Bucket[]
  /** The next ones behind them. */
  after: Bucket[]
  /** Where the last of all ends, in Unix milliseconds. */
  end: number
}

export interface PeriodsAsked {
  interval: Interval
  weekStart: WeekStart
  /** How many periods behind the range are wanted. */
  after?: number
  /** The field of the question that chose the interval. */
  field?: string
}

/** Throws a 422 when there are too many. */
export function periodsOf(range: Range, { interval, weekStart, after = 0, field }: PeriodsAsked): Periods {
  const own = bucketsOf(range, interval, weekStart, field)
  const to = range.to + (after + 1) * LONGEST[interval]
  const all = bucketsOf({ ...range, to }, interval, weekStart, field)
  const next = all.slice(own.length, own.length + after)
  return { own, after: next, end: all[own.length + after]?.start ?? to }
}

/** The period before an instant at which one begins. */
export const periodBefore = (start: number, range: Range, { interval, weekStart }: PeriodsAsked): Bucket =>
  // The instant before belongs to exactly one.
  bucketsOf({ ...range, from: start - 1, to: start }, interval, weekStart)[0] as Bucket

const HOUR = 3_600_000
/** A day may have an hour more, and where a zone changed sides of the date line a whole day. */
const LONGEST = { minute: 60_000, hour: HOUR, day: 49 * HOUR, week: 193 * HOUR, month: 769 * HOUR }
