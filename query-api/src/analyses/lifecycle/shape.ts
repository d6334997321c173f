/** From rows to four lines of people, every interval present; who left counts below zero. */
import type { LifecycleResult } from '@firefly/protocol/query/lifecycle'
import type { LifecyclePlan } from './plan.ts'
import type { LifecycleRow } from './sql.ts'

export function shapeLifecycle({ buckets }: LifecyclePlan, rows: readonly LifecycleRow[]): LifecycleResult {
  const byBucket = new Map(rows.map((row) => [Number(row.bucket) - 2, row]))
  const line = (state: Exclude<keyof LifecycleRow, 'bucket'>): number[] =>
    buckets.map((_, at) => Number(byBucket.get(at)?.[state] ?? 0))
  return {
    buckets: buckets.map(({ label }) => label),
    new: line('new'),
    returning: line('returning'),
    resurrecting: line('resurrecting'),
    // No minus before nothing.
    dormant: line('dormant').map((people) => (people === 0 ? 0 : -people)),
  }
}
