/** For tests: a trend, slow and obvious: each bucket of each group is measured by itself. */
import type { Filter } from '@firefly/protocol/query/filters'
import type { Series } from '@firefly/protocol/query/frame'
import type { TrendQuery } from '@firefly/protocol/query/trend'
import { Temporal } from 'temporal-polyfill'
import { grouped } from '../../grouped.ts'
import type { Happening } from '../../testing/corpus.ts'
import { holds, numberIn, textIn } from '../../testing/filters.ts'
import { byBytes } from '../../testing/plain.ts'
import { inSessions } from '../../testing/sessions.ts'

export interface ModelTrend {
  events: readonly Happening[]
  query: Pick<TrendQuery, 'series' | 'filters' | 'breakdown' | 'breakdowns' | 'interval' | 'cumulative'>
  zone: string
  /** Unix milliseconds, half-open; the starts of the buckets, the first at or before `from`. */
  from: number
  to: number
  starts: readonly number[]
}

export interface ModelLine {
  name: string
  groups: (string | null)[]
  values: number[]
  total: number
}

export const modelTrend = (model: ModelTrend): ModelLine[] =>
  model.query.series.flatMap((series) => linesOf(model, series))

function linesOf({ events: all, query, zone, from, to, starts }: ModelTrend, series: Series): ModelLine[] {
  const events = inSessions(all, from, to)
  const filters: Filter[] = [...(query.filters ?? []), ...(series.filters ?? [])]
  const ever = events.filter(
    (one) =>
      one.time < to &&
      (series.event === undefined || one.event === series.event) &&
      filters.every((filter) => holds(filter, one, zone)),
  )
  const inside = (of: readonly Happening[]): Happening[] => of.filter(({ time }) => time >= from)
  const endOf = (at: number): number => Math.min(starts[at + 1] ?? to, to)
  const valueOf = (of: readonly Happening[], at: number): number => {
    const days = daysBack(series, query.interval)
    const since = days
      ? midnight(endOf(at) - 1, days - 1, zone)
      : Math.max(starts[query.cumulative ? 0 : at] ?? 0, from)
    return measure(
      series,
      of.filter(({ time }) => time >= since && time < endOf(at)),
      zone,
    )
  }
  const line = (of: readonly Happening[]): Pick<ModelLine, 'values' | 'total'> => ({
    values: starts.map((_, at) => valueOf(of, at)),
    total: measure(series, inside(of), zone),
  })
  const name = series.name ?? series.event ?? 'All events'
  const breakdowns = query.breakdowns ?? (query.breakdown ? [query.breakdown] : [])
  if (breakdowns.length === 0) return [{ name, groups: [], ...line(ever) }]
  const keyOf = (one: Happening): string =>
    breakdowns.length === 1
      ? textIn(one, breakdowns[0]?.property ?? '', zone)
      : JSON.stringify(breakdowns.map(({ property }) => textIn(one, property, zone)))
  const groups = grouped(ever, keyOf)
  return [...grouped(inside(ever), keyOf)]
    .map(([key, of]) => ({ key, sample: of[0], total: measure(series, of, zone) }))
    .toSorted((a, b) => b.total - a.total || byBytes(a.key, b.key))
    .slice(0, Math.max(...breakdowns.map(({ limit }) => limit)))
    .map(({ key, sample }) => ({
      name,
      groups: breakdowns.map(({ property }) => (sample && textIn(sample, property, zone)) || null),
      ...line(groups.get(key) ?? []),
    }))
}

/** Undefined where nobody looks back, or no further than the bucket itself. */
function daysBack({ math }: Series, interval: TrendQuery['interval']): number | undefined {
  if (math === 'weekly_active') return interval === 'week' || interval === 'month' ? undefined : 7
  if (math === 'monthly_active') return interval === 'month' ? undefined : 30
  return undefined
}

const midnight = (instant: number, days: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .subtract({ days })
    .toZonedDateTime(zone).epochMilliseconds

function measure({ math, property = '' }: Series, events: readonly Happening[], zone: string): number {
  const people = new Set(events.map(({ person }) => person)).size
  if (math === 'total') return events.length
  if (math === 'unique_users' || math === 'weekly_active' || math === 'monthly_active') return people
  if (math === 'total_per_user') return people === 0 ? 0 : events.length / people
  if (math === 'unique_sessions') return new Set(events.map(({ session }) => session)).size
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
