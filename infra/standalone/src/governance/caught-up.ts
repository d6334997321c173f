/** Waiting for the processors: until what the log holds is stored, or what they had in hand is. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventLog } from '@firefly/event-log/port'
import { REFRESH_MS } from './rules.ts'

export interface Awaited {
  log: EventLog
  group: string
}

/** Longer than any range of the log takes from being read to being stored, unless the store is away. */
const UNDERWAY_MS = 60_000
const LOOK_MS = 100
/** Of a partition: the one that is stored, and the one that is made meanwhile. */
const RANGES_IN_HAND = 2

/** Waits until every processor follows the newest rules and has stored what it had read by the older ones. */
export async function underway({ log, group }: Awaited, signal: AbortSignal): Promise<void> {
  await sleep(2 * REFRESH_MS, undefined, { signal })
  // One range may be on its way into the store, and the next one have been made meanwhile.
  const moves = (await log.positions(group)).map(({ offset }) => ({ offset, times: 0 }))
  for (let waited = 0; waited < UNDERWAY_MS; waited += LOOK_MS) {
    if ((await log.lag(group)).records === 0) return
    for (const [at, { offset }] of (await log.positions(group)).entries()) {
      const move = moves[at]
      if (move && offset > move.offset) moves[at] = { offset, times: move.times + 1 }
    }
    if (moves.every(({ times }) => times >= RANGES_IN_HAND)) return
    await sleep(LOOK_MS, undefined, { signal })
  }
}

/** Whether everything that is in the log by now is stored; false when that takes too long. */
export async function caughtUp({ log, group }: Awaited, signal: AbortSignal): Promise<boolean> {
  const [before, { records }] = await Promise.all([log.positions(group), log.lag(group)])
  for (let waited = 0; waited < UNDERWAY_MS; waited += LOOK_MS) {
    if ((await log.lag(group)).records === 0) return true
    const now = await log.positions(group)
    if (now.every(({ offset }, at) => offset >= (before[at]?.offset ?? 0) + records)) return true
    await sleep(LOOK_MS, undefined, { signal })
  }
  return false
}
