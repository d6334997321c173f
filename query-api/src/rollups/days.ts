/** A question's calendar, laid over the days that are rolled up: which bit of a person's number is which day. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { stretchesOf } from '../zone.ts'

/** Whole local days in a row, in a calendar that is rolled up. */
export interface DayGrid {
  calendar: Calendar
  /** Days since 1970 of the first one. */
  first: number
  days: number
}

/** Days from `first` on, the end not included; counted from 0. */
export interface Span {
  from: number
  to: number
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Bit 0 is all that lies before, and one is left so that every mask can be written as a difference. */
export const MOST_DAYS = 62
/** Days are looked for since then, and until long after now. */
export const EVER = { from: Date.UTC(1900, 0, 1), to: Date.UTC(2300, 0, 1) }
/** The calendars that days are rolled up by, and how far each is from UTC. */
export type Calendar = 'utc' | 'east8'
export const OFFSET_MS: Readonly<Record<Calendar, number>> = { utc: 0, east8: 8 * HOUR_MS }
const CALENDARS = new Map(
  Object.entries(OFFSET_MS).map(([calendar, offset]) => [offset, calendar as Calendar]),
)

export interface Asked {
  /** Unix milliseconds, half-open. */
  from: number
  to: number
  zone: string
}

/** Undefined where days were not rolled up as the question counts them. */
export function dayGridOf({ from, to, zone }: Asked): DayGrid | undefined {
  const [stretch, ...more] = stretchesOf(zone, from - DAY_MS, to)
  const calendar = stretch && more.length === 0 ? CALENDARS.get(stretch.offset) : undefined
  if (!stretch || !calendar) return undefined
  const [first, end] = [(from + stretch.offset) / DAY_MS, (to + stretch.offset) / DAY_MS]
  if (!Number.isInteger(first) || !Number.isInteger(end) || end - first > MOST_DAYS) return undefined
  return { calendar, first, days: end - first }
}

/** Stretches of time as days of the grid; undefined where one does not begin and end with a day. */
export function spansOf(
  grid: DayGrid,
  { from }: Pick<Asked, 'from'>,
  times: readonly { start: number; end: number }[],
): Span[] | undefined {
  const place = (instant: number): number => (instant - from) / DAY_MS
  const spans = times.map(({ start, end }) => ({
    from: Math.max(0, place(start)),
    to: Math.min(grid.days, place(end)),
  }))
  return spans.every((span) => Number.isInteger(span.from) && Number.isInteger(span.to)) ? spans : undefined
}

/** A row's days as bits, the first one at bit 1; what lies before is bit 0. */
export function dayBits(grid: DayGrid): Sql {
  const months = monthsOf(grid)
  const cases = months.map(
    ({ month, start }) => sql`month = ${integer(month)}, ${placed(grid, start - grid.first + 1)}`,
  )
  return sql`multiIf(${join(cases, ', ')}, month < ${integer(months[0]?.month ?? 0)}, 1, 0)`
}

/** The rows that have something to say: from the grid's first month on, or all before as well. */
export const inMonths = (grid: DayGrid, before: boolean): Sql => {
  const months = monthsOf(grid)
  const upTo = sql`month <= ${integer(months.at(-1)?.month ?? 0)}`
  return before ? upTo : sql`month >= ${integer(months[0]?.month ?? 0)} AND ${upTo}`
}

/** All bits of some days. */
export const spanMask = ({ from, to }: Span): Sql =>
  sql`(bitShiftLeft(toUInt64(1), ${integer(to + 1)}) - bitShiftLeft(toUInt64(1), ${integer(from + 1)}))`

/** A number with bit n + 1 for the n-th span of days in which the person was there, and bit 0 as it was. */
export function spanBits(days: Sql, grid: DayGrid, spans: readonly Span[]): Sql {
  const areDays =
    spans.length === grid.days && spans.every(({ from, to }, at) => from === at && to === at + 1)
  if (areDays) return days
  const bits = spans.map(
    (span, at) => sql`bitShiftLeft(toUInt64(bitAnd(${days}, ${spanMask(span)}) != 0), ${integer(at + 1)})`,
  )
  return sql`(${join([sql`bitAnd(${days}, 1)`, ...bits], ' + ')})`
}

/** A month's column moved so that the grid's first day is bit 1. */
function placed({ calendar, days }: DayGrid, by: number): Sql {
  const inside = spanMask({ from: 0, to: days })
  const wide = sql`toUInt64(${name(calendar)})`
  if (by > 0) return sql`bitAnd(bitShiftLeft(${wide}, ${integer(by)}), ${inside})`
  const earlier = sql`bitAnd(${wide}, bitShiftLeft(toUInt64(1), ${integer(1 - by)}) - 1) != 0`
  return sql`bitOr(bitAnd(bitShiftRight(${wide}, ${integer(-by)}), ${inside}), toUInt64(${earlier}))`
}

/** From the month before the first day, whose last night may reach into it, to that of the last one. */
function monthsOf({ first, days }: DayGrid): { month: number; start: number }[] {
  const [from, to] = [monthOf(first) - 1, monthOf(first + days - 1)]
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    month: from + at,
    start: dayOfMonth(from + at),
  }))
}

const monthOf = (day: number): number => {
  const date = new Date(day * DAY_MS)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}
const dayOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS

export const named = (event: string | undefined): Sql => bind('String', event ?? '')
