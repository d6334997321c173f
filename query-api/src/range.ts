/** From what a question says to instants: whole local days, half-open date-times. */
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
  const start = read('from', from, zone, 0)
  const end = read('to', to, zone, 1)
  if (end <= start) throw wrong('to', 'expected a moment after from')
  return { from: start, to: end, zone }
}

/** As many local days (or months, where given) right before, where the range is given in days; else as long a time. */
export function rangeBefore(
  from: string,
  to: string,
  { from: start, to: end, zone }: Range,
  months?: number,
): Range {
  if (!isDay(from) || !isDay(to)) return { from: start - (end - start), to: start, zone }
  const first = Temporal.PlainDate.from(from)
  const before = first.subtract(months === undefined ? { days: daysIn(from, to) } : { months })
  return { from: before.toZonedDateTime(zone).epochMilliseconds, to: start, zone }
}

const daysIn = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days + 1

/** How many months a range is, where it is whole ones from the first day to the last. */
export function monthsOf(from: string, to: string): number | undefined {
  if (!isDay(from) || !isDay(to)) return undefined
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  if (first.day !== 1 || last.day !== last.daysInMonth) return undefined
  return (last.year - first.year) * 12 + last.month - first.month + 1
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
const hasOffset = (text: string): boolean => /(Z|[+-]\d{2}:?\d{2})$/.test(text)

/** What the store can hold. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2299]

function read(path: 'from' | 'to', text: string, zone: string, daysLater: number): number {
  const year = Number(text.slice(0, 4))
  if (year < FIRST_YEAR || year > LAST_YEAR)
    throw wrong(path, `expected a year from ${FIRST_YEAR} to ${LAST_YEAR}`)
  try {
    return instantOf(text, zone, daysLater)
  } catch (error) {
    if (error instanceof RangeError) throw wrong(path, 'expected a date and time that exists')
    throw error
  }
}

function instantOf(text: string, zone: string, daysLater: number): number {
  if (isDay(text))
    return Temporal.PlainDate.from(text).add({ days: daysLater }).toZonedDateTime(zone).epochMilliseconds
  if (hasOffset(text)) return Temporal.Instant.from(text).epochMilliseconds
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
}

const wrong = (path: 'from' | 'to', message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path, message }])
