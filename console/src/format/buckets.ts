/** How a bucket of a trend is named: short under the axis, in full beside a number. */
import type { Interval } from '@firefly/protocol/query'

export interface BucketFormat {
  /** For the axis: as short as the interval allows. */
  short(bucket: string, interval: Interval, zone: string): string
  /** For tables and hovers: unambiguous. */
  full(bucket: string, interval: Interval, zone: string): string
}

type Options = Intl.DateTimeFormatOptions

const TIME: Options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const DAY: Options = { month: 'short', day: 'numeric' }
const SHORT: Record<Interval, Options> = {
  minute: TIME,
  hour: { ...DAY, ...TIME },
  day: DAY,
  week: DAY,
  month: { month: 'short', year: 'numeric' },
}
const FULL: Record<Interval, Options> = {
  minute: { ...DAY, ...TIME },
  hour: { ...DAY, weekday: 'short', ...TIME },
  day: { ...DAY, weekday: 'short', year: 'numeric' },
  week: { ...DAY, year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
}

/** `bucket` is an ISO instant, read in `zone`: the zone of the question, not that of the reader. */
export function createBucketFormat(locale: string): BucketFormat {
  const formats = new Map<string, Intl.DateTimeFormat>()
  const formatOf = (name: string, zone: string, options: Options): Intl.DateTimeFormat => {
    const key = `${name} ${zone}`
    const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
    formats.set(key, format)
    return format
  }
  return {
    short: (bucket, interval, zone) =>
      formatOf(`short ${interval}`, zone, SHORT[interval]).format(new Date(bucket)),
    full: (bucket, interval, zone) => {
      const from = new Date(bucket)
      const format = formatOf(`full ${interval}`, zone, FULL[interval])
      return interval === 'week' ? format.formatRange(from, lastDayOf(from)) : format.format(from)
    },
  }
}

/** Six and a half days on: inside the week's last day, whichever way a clock was moved meanwhile. */
const lastDayOf = (from: Date): Date => new Date(from.getTime() + 6.5 * 86_400_000)
