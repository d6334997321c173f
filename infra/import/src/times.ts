/** Times as logs write them, as ISO 8601 in UTC. */
import { Temporal } from 'temporal-polyfill'

const TIME =
  /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)? *(?:(Z|UTC)|([+-])(\d{2}):?(\d{2}))?$/i

/**
 * Reads ISO 8601 with or without a zone, a space for the T, slashes or dots for the dashes, single digits, a trailing `UTC`, or
 * Unix seconds, milliseconds or microseconds. A time without a zone is of `timezone`. `undefined` when it is no time.
 */
export function readTime(given: string, timezone: string): string | undefined {
  const unix = unixOf(given)
  if (unix !== undefined) return isoOf(unix)
  const found = TIME.exec(given)
  return found ? isoOf(instantOf(found, timezone)) : undefined
}

/** The time `seconds` after `base`; `undefined` when they are no number. */
export const timeAfter = (base: string, seconds: string): string | undefined =>
  seconds.trim() === '' ? undefined : isoOf(Date.parse(base) + Number(seconds) * 1000)

/** Unix times of our days have 9 or 10 digits in seconds, 12 or 13 in milliseconds, 15 or 16 in microseconds. */
function unixOf(given: string): number | undefined {
  if (/^\d{9,10}(?:\.\d+)?$/.test(given)) return Number(given) * 1000
  if (/^\d{12,13}(?:\.\d+)?$/.test(given)) return Number(given)
  return /^\d{15,16}$/.test(given) ? Number(given) / 1000 : undefined
}

/** Milliseconds of a time taken apart; NaN when there is no such day or hour. */
function instantOf(found: RegExpExecArray, timezone: string): number {
  const [, year = '', , month = '', day = '', hour = '0', minute = '0', second = '0', fraction = ''] = found
  const [utc, sign, hours = '0', minutes = '0'] = found.slice(9)
  const atMinute = wallClock(Number(year), Number(month), Number(day), Number(hour), Number(minute))
  const within = Number(second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  if (Number(second) > 59) return Number.NaN
  if (sign) return atMinute + within - Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return (utc || timezone === 'UTC' ? atMinute : inZone(atMinute, timezone)) + within
}

/** As if it were UTC; NaN for a 30 February, which a Date would take for the 2 March. */
function wallClock(year: number, month: number, day: number, hour: number, minute: number): number {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60
  return exists && date.getUTCFullYear() === year ? date.getTime() : Number.NaN
}

const MOST_KNOWN = 10_000
const known = new Map<string, number>()

/** Calendars of zones are slow to ask and neighbouring rows lie in the same minutes, so answers are kept. */
function inZone(atMinute: number, timezone: string): number {
  if (Number.isNaN(atMinute)) return atMinute
  const key = `${atMinute} ${timezone}`
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= MOST_KNOWN) known.clear()
  const clock = Temporal.PlainDateTime.from(new Date(atMinute).toISOString().slice(0, 16))
  const instant = clock.toZonedDateTime(timezone).epochMilliseconds
  known.set(key, instant)
  return instant
}

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
