/** From rows to the answer: every bucket present, zeros included. */
import type { TrendResult, TrendSeries } from '@firefly/protocol/results'
import type { PlannedSeries, TrendPlan } from './plan.ts'
import type { TrendRow } from './sql.ts'

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
  return groups.map((group) => {
    const own = rows.filter((row) => row.grp === group)
    const byBucket = new Map(
      own.filter((row) => !row.whole).map((row) => [Number(row.bucket), numberOf(row)]),
    )
    const total = own.find((row) => row.whole)
    const line: TrendSeries = {
      name: planned.name,
      values: starts.map((start) => byBucket.get(start) ?? 0),
      total: total ? numberOf(total) : 0,
    }
    return plan.breakdown ? { ...line, breakdown: group === '' ? null : group } : line
  })
}

const numberOf = ({ value }: TrendRow): number => Number(value)
