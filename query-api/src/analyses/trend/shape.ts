/** From rows to the answer: every bucket present, zeros included. */
import type { TrendResult, TrendSeries } from '@firefly/protocol/query/trend'
import { grouped } from '../../grouped.ts'
import { work } from './formula.ts'
import type { PlannedSeries, TrendPlan } from './plan.ts'
import { OTHER, type TrendRow } from './sql.ts'

export const shapeTrend = (plan: TrendPlan, series: TrendSeries[]): TrendResult => ({
  buckets: plan.buckets.map(({ label }) => label),
  series,
})

/** One series without a breakdown, or one a group, in the order of `groups`. */
export function shapeSeries(
  plan: TrendPlan,
  planned: PlannedSeries,
  rows: readonly TrendRow[],
  groups: readonly string[] = [''],
): TrendSeries[] {
  const starts = plan.buckets.map(({ start }) => start / 1000)
  const byGroup = grouped(rows, ({ grp }) => grp)
  return groups.map((group) => {
    const own = byGroup.get(group) ?? []
    const byBucket = new Map(
      own.filter((row) => !row.whole).map((row) => [Number(row.bucket), numberOf(row)]),
    )
    const total = own.find((row) => row.whole)
    const values = starts.map((start) => byBucket.get(start) ?? 0)
    return {
      name: planned.name,
      ...groupFields(plan, group),
      values: plan.cumulative ? runningSum(values) : values,
      total: total ? numberOf(total) : 0,
    }
  })
}

const numberOf = ({ value }: TrendRow): number => Number(value)

function groupFields(
  { breakdown }: TrendPlan,
  group: string,
): Pick<TrendSeries, 'breakdown' | 'breakdowns' | 'other'> {
  if (!breakdown) return {}
  if (group === OTHER) return { other: true }
  if (breakdown.properties.length === 1) return { breakdown: valueOf(group) }
  return { breakdowns: (JSON.parse(group) as string[]).map(valueOf) }
}
const valueOf = (text: string): string | null => (text === '' ? null : text)

function runningSum(values: readonly number[]): number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

/** One line a group out of all series: the series of one group stand at the same place of each list. */
export function byFormula({ formula }: TrendPlan, all: readonly TrendSeries[][]): TrendSeries[] {
  if (!formula) return all.flat()
  return (all[0] ?? []).map((first, at) => {
    const lines = all.map((series) => series[at])
    const worked = (of: (line: TrendSeries | undefined) => number | null | undefined): number | null =>
      work(
        formula.tree,
        lines.map((line) => of(line) ?? null),
      )
    return {
      ...first,
      name: formula.text,
      values: first.values.map((_, bucket) => worked((line) => line?.values[bucket])),
      total: worked((line) => line?.total),
    }
  })
}

/** Averages over what there is; a bucket without a value makes none. */
export function smoothed({ movingAverage: span }: TrendPlan, series: TrendSeries): TrendSeries {
  if (span === undefined) return series
  const values = series.values.map((_, at) => {
    const window = series.values.slice(Math.max(0, at - span + 1), at + 1).filter((value) => value !== null)
    return window.length === 0 ? null : window.reduce((sum, value) => sum + value, 0) / window.length
  })
  return { ...series, values }
}

/** Lines of the time before, laid bucket by bucket on those of now. */
export const asBefore = (series: TrendSeries, buckets: number): TrendSeries => ({
  ...series,
  compare: 'previous',
  values: Array.from({ length: buckets }, (_, at) =>
    at < series.values.length ? (series.values[at] ?? null) : 0,
  ),
})
