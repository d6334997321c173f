/** For tests: which period an instant lies in, and when a period begins, straight from the calendar library. */
import type { Interval } from '@firefly/protocol/query'
import { Temporal } from 'temporal-polyfill'

export interface Calendar {
  /** Periods that follow one another have numbers that do. */
  numberOf: (time: number) => number
  /** Unix milliseconds. */
  startOf: (number: number) => number
}

const HOUR = 3_600_000
/** The tests play in 2026. */
const HERE_AND_NOW = Date.UTC(2026, 0, 1)
const EPOCH = Temporal.PlainDate.from('1970-01-01')
/** 1970 began on a Thursday. */
const WEEK_OFFSET = { monday: 3, sunday: 4 }

/** Hours are told by offsets, so zones whose clock changes by less than an hour are not for this. */
export function calendarOf(interval: Interval, zone: string, weekStart: 'monday' | 'sunday'): Calendar {
  const localOf = (time: number) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone)
  const midnight = (date: Temporal.PlainDate): number => date.toZonedDateTime(zone).epochMilliseconds
  const dayOf = (time: number): number => EPOCH.until(localOf(time).toPlainDate()).days
  const dayStart = (day: number): number => midnight(EPOCH.add({ days: day }))
  switch (interval) {
    case 'minute':
      return { numberOf: (time) => Math.floor(time / 60_000), startOf: (number) => number * 60_000 }
    case 'hour': {
      const part = (localOf(HERE_AND_NOW).offsetNanoseconds / 1e6) % HOUR
      return {
        numberOf: (time) => Math.floor((time + part) / HOUR),
        startOf: (number) => number * HOUR - part,
      }
    }
    case 'day':
      return { numberOf: dayOf, startOf: dayStart }
    case 'week': {
      const offset = WEEK_OFFSET[weekStart]
      return {
        numberOf: (time) => Math.floor((dayOf(time) + offset) / 7),
        startOf: (number) => dayStart(number * 7 - offset),
      }
    }
    case 'month':
      return {
        numberOf: (time) => localOf(time).year * 12 + localOf(time).month - 1,
        startOf: (number) =>
          midnight(
            Temporal.PlainDate.from({ year: Math.floor(number / 12), month: (number % 12) + 1, day: 1 }),
          ),
      }
  }
}
