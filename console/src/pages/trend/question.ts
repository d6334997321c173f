/** A trend while it is being written: its address, its gaps, and the query it becomes. */
import type { Interval, Math as Measure, QueryInput } from '@firefly/protocol/query'
import { isRecord, readInterval, readList, textOf } from '../../question/address.ts'
import { chosenInterval } from '../../question/interval.ts'
import { type Gap, gapsOfFilters } from '../../question/issues.ts'
import { lengthOf } from '../../question/range.ts'
import {
  type EventDraft,
  gapsOfFrame,
  readEvent,
  readScope,
  type Scope,
  toEvent,
  toScope,
  writeEvent,
  writeScope,
} from '../../question/scope.ts'
import { letterOf } from './letters.ts'

/** An empty `property` is none. */
export interface SeriesDraft extends EventDraft {
  math: Measure
  property: string
}

export interface TrendQuestion extends Scope {
  interval: Interval | 'auto'
  series: SeriesDraft[]
}

export type TrendInput = Extract<QueryInput, { kind: 'trend' }>

export const MATHS = [
  'total',
  'unique_users',
  'unique_sessions',
  'total_per_user',
  'weekly_active',
  'monthly_active',
  'sum',
  'avg',
  'median',
  'p90',
  'p95',
  'p99',
  'min',
  'max',
] as const satisfies readonly Measure[]
export const MOST_SERIES = 20

const COUNTS: ReadonlySet<Measure> = new Set([
  'total',
  'unique_users',
  'unique_sessions',
  'total_per_user',
  'weekly_active',
  'monthly_active',
])
export const needsProperty = (math: Measure): boolean => !COUNTS.has(math)

export const newSeries = (): SeriesDraft => ({ event: '', math: 'total', property: '', filters: [] })

export function writeTrend(question: TrendQuestion): string {
  const address = writeScope(question)
  if (question.interval !== 'auto') address.set('interval', question.interval)
  address.set('series', JSON.stringify(question.series.map(writeSeries)))
  return address.toString()
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export function readTrend(search: string, zone: string): TrendQuestion {
  const address = new URLSearchParams(search)
  const series = readList(address.get('series'), readSeries, MOST_SERIES)
  return {
    ...readScope(address, zone),
    interval: readInterval(address.get('interval')),
    series: series.length > 0 ? series : [newSeries()],
  }
}

export function gapsOfTrend(question: TrendQuestion): Gap[] {
  const gaps = gapsOfFrame(question)
  question.series.forEach((series, index) => {
    if (needsProperty(series.math) && series.property === '')
      gaps.push({ path: `series.${index}.property`, missing: 'property' })
    gaps.push(...gapsOfFilters(series.filters, `series.${index}.filters`))
  })
  return gaps
}

/** What to ask now. Only for a question without gaps. */
export function toTrendInput(question: TrendQuestion, now: Date): TrendInput {
  const scope = toScope(question, now)
  return {
    kind: 'trend',
    ...scope,
    interval: chosenInterval(question.interval, lengthOf(scope)),
    series: question.series.map(toSeries),
  }
}

const toSeries = (series: SeriesDraft, index: number): TrendInput['series'][number] => ({
  name: letterOf(index),
  math: series.math,
  ...toEvent(series),
  ...(needsProperty(series.math) ? { property: series.property } : {}),
})

/** Defaults are left out, so that a simple question has a short address. */
const writeSeries = (series: SeriesDraft): object => ({
  ...writeEvent(series),
  ...(series.math === 'total' ? {} : { math: series.math }),
  ...(needsProperty(series.math) && series.property ? { property: series.property } : {}),
})

function readSeries(entry: unknown): SeriesDraft | undefined {
  const read = readEvent(entry)
  if (!read || !isRecord(entry)) return undefined
  const math = MATHS.find((known) => known === entry['math']) ?? 'total'
  return { ...read, math, property: needsProperty(math) ? textOf(entry['property']) : '' }
}
