/** From what a question says to instants: whole local days, half-open date-times, and calendar buckets in any zone. */
import type { Interval } from '@firefly/protocol/query'
import { Temporal } from 'temporal-polyfill'
import { QueryError } from './errors.ts'

export interface Range {
  /** Unix milliseconds, half-open. */
  from: number
  to: number
  zone: string
}

/** ISO dates are whole local days, both included; a date-time without an offset is local. Throws a named 400. */
export function readRange(from: string, to: string, zone: string): Range {
  const start = read(from, zone)
  const end = isDay(to) ? dayStart(Temporal.PlainDate.from(to).add({ days: 1 }), zone) : read(to, zone)
  if (end <= start)
    throw new QueryError('invalid_query', 'the range is empty', [
      { path: 'to', message: 'expected a moment after from' },
    ])
  return { from: start, to: end, zone }
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
const hasOffset = (text: string): boolean => /(Z|[+-]\d{2}:?\d{2})$/.test(text)
const dayStart = (day: Temporal.PlainDate, zone: string): number =>
  day.toZonedDateTime(zone).epochMilliseconds

function read(text: string, zone: string): number {
  if (isDay(text)) return dayStart(Temporal.PlainDate.from(text), zone)
  if (hasOffset(text)) return Temporal.Instant.from(text).epochMilliseconds
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
}

/** More buckets than anybody can read on one chart. */
export const MAX_BUCKETS = 10_000

export type WeekStart = 'monday' | 'sunday'

/** The start of every bucket that touches the range, oldest first, as local times with their offset. */
export function bucketsOf(range: Range, interval: Interval, weekStart: WeekStart): Temporal.ZonedDateTime[] {
  const at = Temporal.Instant.fromEpochMilliseconds(range.from).toZonedDateTimeISO(range.zone)
  const buckets = [floorTo(at, interval, weekStart)]
  for (;;) {
    const next = following(buckets.at(-1) ?? at, interval)
    if (next.epochMilliseconds >= range.to) return buckets
    if (buckets.length >= MAX_BUCKETS)
      throw new QueryError(
        'unsupported_query',
        `more than ${MAX_BUCKETS} buckets; choose a longer interval or a shorter range`,
      )
    buckets.push(next)
  }
}

function floorTo(
  at: Temporal.ZonedDateTime,
  interval: Interval,
  weekStart: WeekStart,
): Temporal.ZonedDateTime {
  if (interval === 'minute' || interval === 'hour') return floorToUnit(at, interval)
  const day = at.toPlainDate()
  if (interval === 'day') return day.toZonedDateTime(at.timeZoneId)
  if (interval === 'month') return day.with({ day: 1 }).toZonedDateTime(at.timeZoneId)
  const back = weekStart === 'monday' ? day.dayOfWeek - 1 : day.dayOfWeek % 7
  return day.subtract({ days: back }).toZonedDateTime(at.timeZoneId)
}

/** Calendar units step from local date to local date, so a day of 23 or 25 hours is one bucket. */
function following(at: Temporal.ZonedDateTime, interval: Interval): Temporal.ZonedDateTime {
  if (interval === 'minute' || interval === 'hour') return followingUnit(at, interval)
  const step = { day: { days: 1 }, week: { days: 7 }, month: { months: 1 } }[interval]
  return at.toPlainDate().add(step).toZonedDateTime(at.timeZoneId)
}

const UNIT = { minute: { minutes: 1 }, hour: { hours: 1 } }
const floorToUnit = (at: Temporal.ZonedDateTime, unit: 'minute' | 'hour'): Temporal.ZonedDateTime =>
  at.round({ smallestUnit: unit, roundingMode: 'floor' })

/** After a clock change of half an hour the next full hour is not an hour away. */
function followingUnit(at: Temporal.ZonedDateTime, unit: 'minute' | 'hour'): Temporal.ZonedDateTime {
  const later = at.add(UNIT[unit])
  const aligned = floorToUnit(later, unit)
  return aligned.epochMilliseconds > at.epochMilliseconds ? aligned : later
}

/** A bucket as the answer shows it: the local time with its offset. */
export const bucketLabel = (bucket: Temporal.ZonedDateTime): string =>
  bucket.toString({ timeZoneName: 'never', smallestUnit: 'second' })
