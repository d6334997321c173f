/** How wide the buckets of a range should be, and which widths would be too many. */
import type { Interval } from '@firefly/protocol/query'

export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const satisfies readonly Interval[]

/** The longest range in days at which each interval is still readable and answerable. */
const LONGEST: Record<Interval, number> = {
  minute: 2,
  hour: 62,
  day: 1_100,
  week: 3_700,
  month: Number.POSITIVE_INFINITY,
}

export const fits = (interval: Interval, days: number): boolean => days <= LONGEST[interval]

/** What "auto" means: some twenty to a hundred buckets. */
export function intervalFor(days: number): Interval {
  if (days <= 3) return 'hour'
  if (days <= 120) return 'day'
  if (days <= 500) return 'week'
  return 'month'
}

/** The interval to ask for: the chosen one, unless the range has outgrown it. */
export const chosenInterval = (chosen: Interval | 'auto', days: number): Interval =>
  chosen !== 'auto' && fits(chosen, days) ? chosen : intervalFor(days)
