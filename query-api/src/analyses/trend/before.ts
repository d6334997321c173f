/** The time right before a range, cut as the range itself is, so that each bucket of then lies on one as long of now. */
import type { TrendQuery } from '@firefly/protocol/query/trend'
import { Temporal } from 'temporal-polyfill'
import { type Bucket, bucketsOf } from '../../buckets.ts'
import { monthsOf, type Range, rangeBefore } from '../../range.ts'

export interface Time {
  range: Range
  buckets: Bucket[]
}
type Asked = Pick<TrendQuery, 'from' | 'to' | 'interval' | 'weekStart'>

/** Of whole months by the month as many months; of days as many days; else as long a time. */
export function timeBefore({ from, to, interval, weekStart }: Asked, { range, buckets }: Time): Time {
  const months = interval === 'month' ? monthsOf(from, to) : undefined
  const before = rangeBefore(from, to, range, months)
  const isCalendar = interval === 'week' || interval === 'month'
  if (months !== undefined || !isCalendar)
    return { range: before, buckets: bucketsOf(before, interval, weekStart) }
  const days = daysBetween(before, range)
  return { range: before, buckets: buckets.map(({ start }) => moved(start, days, range.zone)) }
}

/** Weeks and months that begin inside a range do so at midnight, and so does the range, or near enough to take it for one. */
const daysBetween = (before: Range, { from, zone }: Range): number =>
  dateOf(before.from, zone).until(dateOf(from, zone)).days

function moved(start: number, days: number, zone: string): Bucket {
  const then = dateOf(start, zone).subtract({ days }).toZonedDateTime(zone)
  return { start: then.epochMilliseconds, label: then.toString({ timeZoneName: 'never' }) }
}

const dateOf = (instant: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
