/** Active users: each bucket looks back on so many whole days of the calendar, up to its own end. */
import type { Interval } from '@firefly/protocol/query'
import { Temporal } from 'temporal-polyfill'
import type { Bucket } from '../../buckets.ts'
import type { Range } from '../../range.ts'

/** Stretches of time between any two ends of windows, and the buckets whose windows cover each. */
export interface Windows {
  /** Oldest first; `start` in Unix milliseconds. */
  slots: { start: number; firstBucket: number; lastBucket: number }[]
  /** Where the first window begins. */
  from: number
}

/** An interval of about as many days as are looked back on. */
const AS_LONG: Partial<Record<Interval, number>> = { week: 7, month: 30 }

/** Undefined where the interval is as long as the window: then they are plain distinct people. */
export function windowsOf(
  range: Range,
  buckets: readonly Bucket[],
  interval: Interval,
  days: number,
): Windows | undefined {
  if ((AS_LONG[interval] ?? 0) >= days) return undefined
  const windows = buckets.map((_, at) => {
    // The range itself ends the last one.
    const end = buckets[at + 1]?.start ?? Number.POSITIVE_INFINITY
    return { start: daysBack(Math.min(end, range.to) - 1, days - 1, range.zone), end }
  })
  const starts = [...new Set(windows.flatMap(({ start, end }) => [start, end]))]
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b)
  // Both ends of the windows only ever go on, so the buckets of a slot lie side by side.
  let [firstBucket, lastBucket] = [0, -1]
  const slots = starts.map((start) => {
    while ((windows[firstBucket]?.end ?? Number.POSITIVE_INFINITY) <= start) firstBucket++
    while ((windows[lastBucket + 1]?.start ?? Number.POSITIVE_INFINITY) <= start) lastBucket++
    return { start, firstBucket, lastBucket }
  })
  return { slots, from: windows[0]?.start ?? range.from }
}

function daysBack(instant: number, days: number, zone: string): number {
  const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
  return date.subtract({ days }).toZonedDateTime(zone).epochMilliseconds
}
