/** What is told of many durations. */
import type { Result } from './campaign.ts'

export function summary(milliseconds: number[]): Result['recoveryMs'] {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p99: at(0.99), count: sorted.length }
}
