/** A trend while it is being written: its address, its gaps, and the query it becomes. */
import type { Interval, Math as Measure, QueryInput } from '@firefly/protocol/query'
import {
  isRecord,
  readFilters,
  readInterval,
  readJson,
  readList,
  readRange,
  readZone,
  textOf,
  writeFilter,
  writeRange,
} from '../../question/address.ts'
import { type BreakdownDraft, readBreakdown, toBreakdown, writeBreakdown } from '../../question/breakdown.ts'
import { type FilterDraft, toCondition } from '../../question/filters.ts'
import { chosenInterval } from '../../question/interval.ts'
import { type Gap, gapsOfFilters } from '../../question/issues.ts'
import { daysOf, lengthOf, type Range } from '../../question/range.ts'
import { letterOf } from './letters.ts'

/** An empty `event` is every event; an empty `property` is none. */
export interface SeriesDraft {
  event: string
  math: Measure
  property: string
  filters: FilterDraft[]
}

export interface TrendQuestion extends BreakdownDraft {
  range: Range
  zone: string
  interval: Interval | 'auto'
  series: SeriesDraft[]
  filters: FilterDraft[]
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
  const address = new URLSearchParams({ range: writeRange(question.range), zone: question.zone })
  if (question.interval !== 'auto') address.set('interval', question.interval)
  address.set('series', JSON.stringify(question.series.map(writeSeries)))
  if (question.filters.length > 0) address.set('filters', JSON.stringify(question.filters.map(writeFilter)))
  writeBreakdown(address, question)
  return address.toString()
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export function readTrend(search: string, zone: string): TrendQuestion {
  const address = new URLSearchParams(search)
  const series = readList(address.get('series'), readSeries, MOST_SERIES)
  return {
    range: readRange(address.get('range'), '30d'),
    zone: readZone(address.get('zone'), zone),
    interval: readInterval(address.get('interval')),
    series: series.length > 0 ? series : [newSeries()],
    filters: readFilters(readJson(address.get('filters'))),
    ...readBreakdown(address),
  }
}

export function gapsOfTrend(question: TrendQuestion): Gap[] {
  const { range } = question
  const gaps = gapsOfFilters(question.filters, 'filters')
  if (typeof range === 'object' && lengthOf(range) < 1) gaps.push({ path: 'from', missing: 'range' })
  question.series.forEach((series, index) => {
    if (needsProperty(series.math) && series.property === '')
      gaps.push({ path: `series.${index}.property`, missing: 'property' })
    gaps.push(...gapsOfFilters(series.filters, `series.${index}.filters`))
  })
  return gaps
}

/** What to ask now. Only for a question without gaps. */
export function toTrendInput(question: TrendQuestion, now: Date): TrendInput {
  const days = daysOf(question.range, question.zone, now)
  return {
    kind: 'trend',
    ...days,
    timezone: question.zone,
    interval: chosenInterval(question.interval, lengthOf(days)),
    series: question.series.map(toSeries),
    ...(question.filters.length > 0 ? { filters: question.filters.map(toCondition) } : {}),
    ...toBreakdown(question),
  }
}

const toSeries = (
  { event, math, property, filters }: SeriesDraft,
  index: number,
): TrendInput['series'][number] => ({
  name: letterOf(index),
  math,
  ...(event ? { event } : {}),
  ...(needsProperty(math) ? { property } : {}),
  ...(filters.length > 0 ? { filters: filters.map(toCondition) } : {}),
})

/** Defaults are left out, so that a simple question has a short address. */
const writeSeries = ({ event, math, property, filters }: SeriesDraft): object => ({
  ...(event ? { event } : {}),
  ...(math === 'total' ? {} : { math }),
  ...(needsProperty(math) && property ? { property } : {}),
  ...(filters.length > 0 ? { filters: filters.map(writeFilter) } : {}),
})

function readSeries(entry: unknown): SeriesDraft | undefined {
  if (!isRecord(entry)) return undefined
  const math = MATHS.find((known) => known === entry['math']) ?? 'total'
  return {
    event: textOf(entry['event']),
    math,
    property: needsProperty(math) ? textOf(entry['property']) : '',
    filters: readFilters(entry['filters']),
  }
}
