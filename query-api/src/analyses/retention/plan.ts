/** What retention needs to know before it is SQL: its cohorts, the periods after each, who counts as returned. */
import type { Breakdown } from '@firefly/protocol/query/frame'
import type { RetentionQuery } from '@firefly/protocol/query/retention'
import type { Bucket } from '../../buckets.ts'
import { QueryError } from '../../errors.ts'
import { periodsOf } from '../../periods.ts'
import { type Range, readRange } from '../../range.ts'
import type { Selection } from '../../selection.ts'

export interface RetentionPlan extends Pick<RetentionQuery, 'filters' | 'mode' | 'counting'> {
  /** In which people may return, period 0 included. */
  periods: number
  /** The first period of each value, and behind them the first that is beyond. */
  values: number[]

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
  const values = valuesOf(query)
  const periods = values.at(-1) ?? 1
  const asked = readRange(query.from, query.to, zone)
  const { period: interval, weekStart, counting } = query
  const wanted = { interval, weekStart, field: 'period' }
  const { own: cohorts, end } = periodsOf(asked, wanted)
  // Whoever comes back later than the last period that is shown has also come back "on or after" it.
  const to = counting === 'on_or_after' ? Math.max(asked.to, now) : asked.to
  const told = query.minimumOccurrences === 1 ? asked : { ...asked, to }
  const { own, after, end: toldTo } = periodsOf(told, { ...wanted, after: periods - 1 })
  // Where once is enough, all that is later is one period more, however long ago the question is about.
  const readTo = Math.max(toldTo, periodsOf({ ...asked, from: to - 1, to }, wanted).end)
  const later = readTo > toldTo ? [{ start: toldTo, label: '' }] : []
  const calendar = [...own, ...after, ...later]
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
    periods,
    values,
    breakdown: query.breakdown,
    now,
  }
}

const PERIODS = 8
/** As many as one list of periods may have. */
const MOST_PERIODS = 1_000

function valuesOf({ periods, brackets }: RetentionQuery): number[] {
  if (!brackets) return Array.from({ length: (periods ?? PERIODS) + 1 }, (_, at) => at)
  if (periods !== undefined) throw wrong('brackets', 'expected either periods or brackets')
  const values = brackets.reduce((ends, length) => [...ends, (ends.at(-1) ?? 0) + length], [0, 1])
  if ((values.at(-1) ?? 0) > MOST_PERIODS)
    throw wrong('brackets', `expected at most ${MOST_PERIODS} periods in all`)
  return values
}

function measureOf({ math, property }: RetentionQuery['return']): RetentionPlan['measure'] {
  if ((math === 'sum' || math === 'avg') && property === undefined)
    throw wrong('return.property', `expected a property, as math is ${math}`)
  return { math, property: property ?? '' }
}

const wrong = (path: string, message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path, message }])
