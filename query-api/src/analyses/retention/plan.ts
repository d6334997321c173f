/** What retention needs to know before it is SQL: its cohorts, the periods after each, who counts as returned. */
import type { Breakdown } from '@firefly/protocol/query/frame'
import type { RetentionQuery } from '@firefly/protocol/query/retention'
import type { Bucket } from '../../buckets.ts'
import { QueryError } from '../../errors.ts'
import { periodsOf } from '../../periods.ts'
import { type Range, readRange } from '../../range.ts'
import type { Selection } from '../../selection.ts'

export interface RetentionPlan extends Pick<RetentionQuery, 'filters' | 'mode' | 'counting' | 'periods'> {
  /** Whole periods, those of the cohorts. */
  range: Range
  /** One bucket a cohort. */
  cohorts: Bucket[]
  /** The cohorts' own periods and those in which people may return, each with its end. */
  calendar: (Bucket & { end: number })[]
  /** Up to when people may return, in Unix milliseconds. */
  readTo: number
  start: Selection
  return: Selection
  measure: { math: RetentionQuery['return']['math']; property: string }
  atLeast: number
  breakdown: Breakdown | undefined
  now: number
}

/** Throws a 400 that names the field when returns cannot be measured as asked. */
export function planRetention(query: RetentionQuery, zone: string, now: number): RetentionPlan {
  const asked = readRange(query.from, query.to, zone)
  const { period: interval, weekStart, counting } = query
  // Whoever comes back later than the last period that is shown has also come back "on or after" it.
  const range = { ...asked, to: counting === 'on_or_after' ? Math.max(asked.to, now) : asked.to }
  const wanted = { interval, weekStart, field: 'period' }
  const { own: cohorts, end } = periodsOf(asked, wanted)
  const { own, after, end: readTo } = periodsOf(range, { ...wanted, after: query.periods - 1 })
  const calendar = [...own, ...after]
  return {
    range: { ...asked, from: cohorts[0]?.start ?? asked.from, to: end },
    cohorts,
    calendar: calendar.map((bucket, at) => ({ ...bucket, end: calendar[at + 1]?.start ?? readTo })),
    readTo,
    start: query.start,
    return: query.return,
    measure: measureOf(query.return),
    atLeast: query.minimumOccurrences,
    filters: query.filters,
    mode: query.mode,
    counting,
    periods: query.periods,
    breakdown: query.breakdown,
    now,
  }
}

function measureOf({ math, property }: RetentionQuery['return']): RetentionPlan['measure'] {
  if ((math === 'sum' || math === 'avg') && property === undefined)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'return.property', message: `expected a property, as math is ${math}` },
    ])
  return { math, property: property ?? '' }
}
