/** Adds up what is waiting in several partitions. */
import type { Lag } from './port.ts'

export const NO_LAG: Lag = { records: 0, events: 0 }

export function addLag(a: Lag, b: Lag): Lag {
  const sum = { records: a.records + b.records, events: a.events + b.events }
  const oldestAt = Math.min(a.oldestAt ?? Number.POSITIVE_INFINITY, b.oldestAt ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(oldestAt) ? { ...sum, oldestAt } : sum
}
