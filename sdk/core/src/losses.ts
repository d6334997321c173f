/** Counts what was lost, across visits, until the collector has been told in a `$dropped` event. */
import { objectIn } from './json.ts'
import type { State } from './platform.ts'
import type { LossReason } from './report.ts'

const KEY = 'losses'

type Counts = Record<string, number>

export interface Losses {
  /** `trimmed` counts properties, which their events have outlived; every other reason counts events. */
  add: (reason: LossReason | 'trimmed', count: number) => void
  /** What was lost since last time, by reason, and the events in all as `count`; undefined when nothing was. */
  take: () => Counts | undefined
}

export function createLosses(state: State): Losses {
  const load = (): Counts => objectIn(state.get(KEY)) as Counts
  return {
    add(reason, count) {
      const lost = load()
      lost[reason] = (lost[reason] || 0) + count
      lost['count'] = (lost['count'] || 0) + (reason === 'trimmed' ? 0 : count)
      state.set(KEY, JSON.stringify(lost))
    },
    take() {
      const lost = load()
      if (lost['count'] === undefined) return undefined
      state.remove(KEY)
      return lost
    },
  }
}
