/** Numbers, shares, durations and moments as the chosen language writes them. */
import { createBucketFormat, type BucketFormat } from './buckets.ts'
import { createDurationFormat } from './durations.ts'

export interface Format {
  number(value: number): string
  /** `1.2M`, for axes and tight places. */
  compact(value: number): string
  /** A share from 0 to 1 as a percentage. */
  share(value: number): string
  /** Seconds in its two largest units; `null` is a dash. */
  duration(seconds: number | null): string
  /** Thousandths of a second, as one takes to answer. */
  milliseconds(value: number): string
  /** A whole local day, `2026-01-31`. */
  day(day: string): string
  /** The time of day of a moment, to the second, in the browser's zone. */
  clock(at: Date): string
  /** Date and time of a moment, in the browser's zone. */
  moment(at: Date): string
  /** "3 minutes ago". */
  ago(seconds: number): string
  buckets: BucketFormat
}

export const DASH = '–'

export function createFormat(locale: string): Format {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    number: (value) => number.format(value),
    compact: (value) => compact.format(value),
    share: (value) => share.format(value),
    duration: createDurationFormat(locale),
    milliseconds: (value) => durationOfAnswer(locale, value),
    day: (value) => day.format(new Date(`${value}T00:00:00Z`)),
    clock: (at) => clock.format(at),
    moment: (at) => moment.format(at),
    ago: (seconds) => agoIn(relative, seconds),
    buckets: createBucketFormat(locale),
  }
}

const durationOfAnswer = (locale: string, value: number): string =>
  value < 1_000
    ? unit(locale, 'millisecond', 0).format(value)
    : unit(locale, 'second', 1).format(value / 1_000)

const unit = (locale: string, name: string, digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  })

function agoIn(relative: Intl.RelativeTimeFormat, seconds: number): string {
  if (seconds < 60) return relative.format(-Math.floor(seconds), 'second')
  if (seconds < 3_600) return relative.format(-Math.floor(seconds / 60), 'minute')
  return relative.format(-Math.floor(seconds / 3_600), 'hour')
}
