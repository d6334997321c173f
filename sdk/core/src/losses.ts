/** Counts what was lost, across visits, until the collector has been told in a `$dropped` event. */
import { objectIn } from './json.ts'
import type { State } from './platform.ts'
import type { LossReason } from './report.ts'

const KEY = 'losses'

type Counts = Record<string, number>

export interface Losses {
  add: (reason: LossReason, count: number) => void
  /** What was lost since last time, by reason and in all as `count`; undefined when nothing was. */
  take: () => Counts | undefined
}

export function createLosses(state: State): Losses {
  const load = (): Counts => objectIn(state.get(KEY)) as Counts
  return {
    add(reason, count) {
      const { [reason]: before = 0, count: all = 0, ...rest } = load()
      state.set(KEY, JSON.stringify({ ...rest, [reason]: before + count, count: all + count }))
    },
    take() {
      const lost = load()
      if (!lost.count) return undefined
      state.remove(KEY)
      return lost
    },
  }
}
