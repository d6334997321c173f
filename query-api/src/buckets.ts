/** The buckets of a range: minutes and hours of the local clock, days, weeks and months of the local calendar. */
import type { Interval } from '@firefly/protocol/query'
import { QueryError } from './errors.ts'
import type { Range } from './range.ts'
import { instantOf, isoOf, localOf, type Stretches, stretchesOf } from './zone.ts'

/** `start` in Unix milliseconds; `label` is the same as an ISO instant with the zone's offset. */
export interface Bucket {
  start: number
  label: string
}
export type WeekStart = 'monday' | 'sunday'

/** More buckets than anybody can read on one chart. */
export const MAX_BUCKETS = 10_000

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const SHORTEST = { minute: MINUTE, hour: 60 * MINUTE, day: DAY, week: 7 * DAY, month: 28 * DAY }

/**
 * Every bucket that touches the range, oldest first; the first may begin before it. Throws a 422 when they are too many,
 * which names the `field` that chose the interval.
 */
export function bucketsOf(
  range: Range,
  interval: Interval,
  weekStart: WeekStart,
  field = 'interval',
): Bucket[] {
  // Told by the length alone, before anything is counted out; a day has 25 hours at most, so twice is far off.
  if ((range.to - range.from) / SHORTEST[interval] > 2 * MAX_BUCKETS) throw tooMany(field)
  // The first bucket may begin a month before the range.
  const stretches = stretchesOf(range.zone, range.from - 32 * DAY, range.to)
  const starts =
    interval === 'minute' || interval === 'hour'
      ? clockStarts(range, SHORTEST[interval], stretches)
      : calendarStarts(range, interval, weekStart, stretches)
  if (starts.length > MAX_BUCKETS) throw tooMany(field)
  return starts.map((start) => ({ start, label: isoOf(stretches, start) }))
}

const tooMany = (field: string): QueryError =>
  new QueryError('unsupported_query', `more than ${MAX_BUCKETS} buckets`, [
    { path: field, message: `expected a longer ${field}, or a shorter range` },
  ])

/** Full minutes or hours of the local clock; a change of the clock begins a new one. */
const clockStarts = (range: Range, unit: number, stretches: Stretches): number[] =>
  stretches.flatMap(({ from, to, offset }) => {
    const floor = (instant: number): number => Math.floor((instant + offset) / unit) * unit - offset
    if (to <= range.from) return []
    const starts = [Math.max(from, floor(Math.max(from, range.from)))]
    const end = Math.min(to, range.to)
    for (let next = floor(starts[0] ?? end) + unit; next < end; next += unit) starts.push(next)
    return starts
  })

/** Local midnights, each where its day really begins, so a day of 23 or 25 hours is one bucket. */
function calendarStarts(
  { from, to }: Range,
  interval: 'day' | 'week' | 'month',
  weekStart: WeekStart,
  stretches: Stretches,
): number[] {
  const starts: number[] = []
  let day = firstDay(localOf(stretches, from), interval, weekStart)
  for (let start = instantOf(stretches, day); start < to; start = instantOf(stretches, day)) {
    // A clock that goes back over midnight may show the range's first day after the next one has begun.
    if (start <= from) starts.length = 0
    // A date that a zone left out begins with the next one.
    if (start !== starts.at(-1)) starts.push(start)
    day = nextDay(day, interval)
  }
  return starts
}

function firstDay(local: number, interval: 'day' | 'week' | 'month', weekStart: WeekStart): number {
  const day = Math.floor(local / DAY) * DAY
  const date = new Date(day)
  if (interval === 'day') return day
  if (interval === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const weekday = date.getUTCDay()
  return day - (weekStart === 'sunday' ? weekday : (weekday + 6) % 7) * DAY
}

function nextDay(day: number, interval: 'day' | 'week' | 'month'): number {
  if (interval !== 'month') return day + SHORTEST[interval]
  const date = new Date(day)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}
