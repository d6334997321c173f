/** From the rows of a funnel to its steps with their conversions, for all, for each group, and over time. */
import type { FunnelResult, FunnelStep } from '@firefly/protocol/query/funnel'
import { type FunnelPlan, stepBefore } from './plan.ts'
import { shapeTimes, type TimesRow } from './times.ts'

/** For each step that anybody reached, and milliseconds. `list` is missing where there is one row for all; `bucket` is Unix seconds. */
export interface FunnelRow extends TimesRow {
  counts: (string | number)[]
  medians: (number | null)[]
  averages: (number | null)[]
  list?: 'all' | 'group' | 'bucket'
  grp?: string
  bucket?: string
}

const NOBODY: FunnelRow = { counts: [], medians: [], averages: [] }

export function shapeFunnel(plan: FunnelPlan, rows: readonly FunnelRow[]): FunnelResult {
  const { breakdown, trend, timeToConvert } = plan
  const all = rows.find(({ list = 'all' }) => list === 'all') ?? NOBODY
  const groups = rows.filter(({ list }) => list === 'group')
  return {
    steps: stepsOf(plan, all),
    ...(breakdown && {
      breakdowns: groups
        .slice(0, breakdown.limit)
        .map((row) => ({ value: row.grp === '' ? null : (row.grp ?? null), steps: stepsOf(plan, row) })),
    }),
    ...(trend && { trend: trendOf(plan, trend, rows) }),
    ...(timeToConvert && { timeToConvert: shapeTimes(timeToConvert, all) }),
  }
}

function stepsOf(plan: FunnelPlan, row: FunnelRow): FunnelStep[] {
  const counts = plan.steps.map((_, at) => Number(row.counts[at] ?? 0))
  return plan.steps.map(({ name }, at): FunnelStep => {
    const count = counts[at] ?? 0
    return {
      name,
      count,
      conversion: share(count, counts[0]),
      conversionFromPrevious: share(count, counts[Math.max(0, stepBefore(plan, at + 1) - 1)]),
      medianSecondsFromPrevious: seconds(row.medians[at], at),
      averageSecondsFromPrevious: seconds(row.averages[at], at),
    }
  })
}

function trendOf(
  { steps }: FunnelPlan,
  buckets: NonNullable<FunnelPlan['trend']>,
  rows: readonly FunnelRow[],
): NonNullable<FunnelResult['trend']> {
  const byBucket = new Map(
    rows.filter(({ list }) => list === 'bucket').map((row) => [Number(row.bucket) * 1000, row]),
  )
  const line = (step: number): number[] =>
    buckets.map(({ start }) => Number(byBucket.get(start)?.counts[step - 1] ?? 0))
  const [entered, converted] = [line(1), line(steps.length)]
  const conversion = converted.map((count, at) => share(count, entered[at]))
  return { buckets: buckets.map(({ label }) => label), entered, converted, conversion }
}

/** Nobody out of nobody is no share at all. */
const share = (part: number, whole: number | undefined): number => (whole ? part / whole : 0)
/** Nothing comes before the first step. */
const seconds = (milliseconds: number | null | undefined, at: number): number | null =>
  milliseconds === null || milliseconds === undefined || at === 0 ? null : milliseconds / 1000
