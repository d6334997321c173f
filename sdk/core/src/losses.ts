/** Counts what was lost, across visits, until the collector has been told in a `$dropped` event. */
import type { State } from './platform.ts'
import type { LossReason } from './report.ts'

const KEY = 'losses'

export interface Losses {
  add(reason: LossReason, count: number): void
  /** What was lost since last time, by reason and in all as `count`; undefined when nothing was. */
  take(): Record<string, number> | undefined
}

export function createLosses(state: State): Losses {
  return {
    add(reason, count) {
      const lost = parse(state.get(KEY))
      state.set(KEY, JSON.stringify({ ...lost, [reason]: (lost[reason] ?? 0) + count }))
    },
    take() {
      const lost = parse(state.get(KEY))
      const count = Object.values(lost).reduce((sum, each) => sum + each, 0)
      if (count === 0) return undefined
      state.remove(KEY)
      return { count, ...lost }
    },
  }
}

function parse(text: string | undefined): Record<string, number> {
  try {
    const counts = Object.entries(JSON.parse(text ?? '{}') as object)
    return Object.fromEntries(counts.filter(([, count]) => typeof count === 'number'))
  } catch {
    return {}
  }
}
