/** From the one row of a funnel to its steps with their conversions. */
import type { FunnelResult, FunnelStep } from '@firefly/protocol/results'
import type { FunnelPlan } from './plan.ts'

export type FunnelRow = Record<
  `count_${number}` | `median_${number}` | `average_${number}`,
  string | number | null
>

export function shapeFunnel({ steps }: FunnelPlan, row: FunnelRow): FunnelResult {
  const counts = steps.map((_, at) => Number(row[`count_${at + 1}`]))
  return {
    steps: steps.map(({ name }, at): FunnelStep => {
      const count = counts[at] ?? 0
      return {
        name,
        count,
        conversion: share(count, counts[0]),
        conversionFromPrevious: share(count, counts[Math.max(0, at - 1)]),
        medianSecondsFromPrevious: seconds(row[`median_${at + 1}`]),
        averageSecondsFromPrevious: seconds(row[`average_${at + 1}`]),
      }
    }),
  }
}

/** Nobody out of nobody is no share at all. */
const share = (part: number, whole: number | undefined): number => (whole ? part / whole : 0)
const seconds = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value)
