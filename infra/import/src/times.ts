/** Times as logs write them, as ISO 8601 in UTC. */
import { Temporal } from 'temporal-polyfill'

/**
 * Reads ISO 8601 with or without a zone, a space for the T, slashes or dots for the dashes, single digits, a trailing `UTC`, or
 * Unix seconds, milliseconds or microseconds. A time without a zone is of `timezone`. `undefined` when it is no time.
 */
export function readTime(given: string, timezone: string): string | undefined {
  const unix = unixOf(given)
  if (unix !== undefined) return isoOf(unix)
  const text = asIso(given)
  try {
    return isoOf(
      /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)
        ? Temporal.Instant.from(text).epochMilliseconds
        : Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).epochMilliseconds,
    )
  } catch {
    return undefined
  }
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

const LOOSE = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(.*))?$/i

/** `2026/1/31 8:05` → `2026-01-31T08:05`; what is neither is left as it is. */
function asIso(given: string): string {
  const [, year, month = '', day = '', hour, minute, rest = ''] = LOOSE.exec(given) ?? []
  if (year === undefined) return given
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (hour === undefined) return date
  return `${date}T${hour.padStart(2, '0')}:${minute}${rest.replace(/ ?UTC$/i, 'Z').replaceAll(' ', '')}`
}

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
