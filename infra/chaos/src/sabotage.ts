/** Wraps a log and a store so that they die, or break a promise, where the plan says; what is inside stays untouched. */
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog, Partition, Position } from '@firefly/event-log/port'
import type { VictimPlan } from './plan-of-victim.ts'

export interface Sabotage {
  log(log: EventLog): EventLog
  store(store: Store): Store
}

/** Later than the kill that follows what was told too early. */
const LATE_MS = 3_000
const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('already dead')
}
const later = (work: () => Promise<unknown>): void => void setTimeout(() => void work(), LATE_MS)

export function planSabotage({ failpoint, plant }: VictimPlan): Sabotage {
  let chunk = 0
  const isDue = (at: string): boolean => failpoint?.at === at && chunk >= failpoint.chunk
  const commit = async (partition: Partition, position: Position): Promise<void> => {
    const intends = position.note.includes('"intent"')
    if (intends) chunk++
    else if (isDue('before-commit')) die()
    await partition.commit(position)
    if (intends && isDue('after-intent')) die()
  }
  const insert = async (store: Store, block: Parameters<Store['insert']>[0]): Promise<void> => {
    if (block.table !== 'events') return store.insert(block)
    if (plant === 'commit-before-insert') return later(() => store.insert(block))
    // A name of its own for every try: the store then takes the second for another block.
    const named =
      plant === 'no-deduplication' ? { ...block, token: `${block.token}?${Math.random()}` } : block
    if (isDue('mid-insert')) setTimeout(die, 1 + (chunk % 9))
    await store.insert(named)
    if (isDue('after-insert')) die()
  }
  return {
    log: (log) => ({
      ...log,
      append: async (record) => {
        if (plant !== 'ack-before-flush') return log.append(record)
        later(() => log.append(record))
        return { outcome: 'appended', partition: 0, offset: 0 }
      },
      subscribe: (group, worker) =>
        log.subscribe(group, (partition, signal) =>
          worker({ ...partition, commit: (position) => commit(partition, position) }, signal),
        ),
    }),
    store: (store) => ({ ...store, insert: (block) => insert(store, block) }),
  }
}
