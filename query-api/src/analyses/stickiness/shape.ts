/** From rows to people per number of intervals, zeros included. */
import type { StickinessPlan } from './plan.ts'
import type { StickinessRow } from './sql.ts'

export function shapeCounts(
  { intervals, cumulative }: StickinessPlan,
  rows: readonly StickinessRow[],
): number[] {
  const exactly = new Map(rows.map((row) => [Number(row.intervals), Number(row.people)]))
  const counts = Array.from({ length: intervals }, (_, at) => exactly.get(at + 1) ?? 0)
  if (!cumulative) return counts
  // From the most intervals down, since whoever was there in five was there in at least four.
  let people = 0
  return counts.map((_, at) => (people += counts[intervals - 1 - at] ?? 0)).toReversed()
}
