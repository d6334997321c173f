/** For tests: a trend, slow and obvious: each bucket of each group is measured by itself. */
import type { Filter, Series, TrendQuery } from '@firefly/protocol/query'
import type { TrendSeries } from '@firefly/protocol/results'
import { holds, numberIn, textIn } from '../../testing/filters.ts'
import type { Happening } from '../../testing/corpus.ts'
import { byBytes, grouped } from '../../testing/plain.ts'

export interface ModelTrend {
  events: readonly Happening[]
  query: Pick<TrendQuery, 'series' | 'filters' | 'breakdown'>
  zone: string
  /** Unix milliseconds, half-open; the starts of the buckets, the first at or before `from`. */
  from: number
  to: number
  starts: readonly number[]
}

export function modelTrend({ events, query, zone, from, to, starts }: ModelTrend): TrendSeries[] {
  const inside = events.filter(({ time }) => time >= from && time < to)
  return query.series.flatMap((series) => {
    const filters: Filter[] = [...(query.filters ?? []), ...(series.filters ?? [])]
    const own = inside.filter(
      (one) =>
        (series.event === undefined || one.event === series.event) &&
        filters.every((filter) => holds(filter, one, zone)),
    )
    const line = (of: readonly Happening[]): { values: number[]; total: number } => ({
      values: starts.map((start, at) =>
        measure(
          series,
          of.filter(({ time }) => time >= start && time < (starts[at + 1] ?? to)),
          zone,
        ),
      ),
      total: measure(series, of, zone),
    })
    const name = series.name ?? series.event ?? 'All events'
    if (!query.breakdown) return [{ name, ...line(own) }]
    const { property, limit } = query.breakdown
    const groups = grouped(own, (one) => textIn(one, property, zone))
    return [...groups]
      .map(([group, of]) => ({ name, ...line(of), breakdown: group === '' ? null : group }))
      .toSorted((a, b) => b.total - a.total || byBytes(a.breakdown ?? '', b.breakdown ?? ''))
      .slice(0, limit)
  })
}

function measure({ math, property = '' }: Series, events: readonly Happening[], zone: string): number {
  if (math === 'total') return events.length
  if (math === 'unique_users') return new Set(events.map(({ person }) => person)).size
  if (math === 'unique_sessions') return new Set(events.map(({ session }) => session).filter(Boolean)).size
  const numbers = events
    .map((one) => numberIn(textIn(one, property, zone)))
    .filter((number) => number !== null)
    .toSorted((a, b) => a - b)
  const sum = numbers.reduce((all, one) => all + one, 0)
  if (math === 'sum') return sum
  if (numbers.length === 0) return 0
  if (math === 'avg') return sum / numbers.length
  const level = { min: 0, median: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, max: 1 }[math]
  const at = level * (numbers.length - 1)
  const [low, high] = [numbers[Math.floor(at)] ?? 0, numbers[Math.ceil(at)] ?? 0]
  return low + (high - low) * (at - Math.floor(at))
}
