/** What was turned away over several days, added up by reason: what happens most comes first. */
import type { RefusalsResult } from '@firefly/protocol/administration'

export type TurnedAway = RefusalsResult['refusals'][number]

/** Of each reason the count over all days, and the words of the last time. `days` the newest first. */
export function byReason(days: readonly TurnedAway[]): TurnedAway[] {
  const sums = new Map<string, TurnedAway>()
  for (const line of days) {
    const key = [line.verdict, line.code, line.dialect].join(' ')
    const newer = sums.get(key)
    sums.set(key, newer ? { ...newer, count: newer.count + line.count, firstAt: line.firstAt } : line)
  }
  return [...sums.values()].toSorted((one, other) => other.count - one.count)
}
