/** What intervals need to know before they are SQL: their two events, how long at most, where the histogram is cut. */
import type { IntervalQuery } from '@firefly/protocol/query/interval'
import { durationOf, LENGTHS } from '../../durations.ts'
import { type Range, readRange } from '../../range.ts'
import { checkAscending } from '../../ranges.ts'

export interface IntervalPlan extends Pick<IntervalQuery, 'filters' | 'start' | 'end'> {
  range: Range
  windowMs: number
  /** Seconds. */
  bounds: number[]
}

/** Throws a named 400 when the bounds do not ascend. */
export function planInterval(query: IntervalQuery, zone: string): IntervalPlan {
  const { filters, start, end, window, ranges: bounds = LENGTHS } = query
  checkAscending('ranges', bounds)
  const range = readRange(query.from, query.to, zone)
  return { range, filters, start, end, bounds, windowMs: window ? durationOf(window) : range.to - range.from }
}
