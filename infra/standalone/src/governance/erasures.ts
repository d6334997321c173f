/** Erases people: at once from sight, within minutes from every disk, and keeps a receipt. Goes on after a restart. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Purge } from '@firefly/clickhouse/purge'
import { statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { hashesSql, type IdHashes, PERSONAL_TABLES } from '@firefly/clickhouse/tables/personal'
import type { EventLog } from '@firefly/event-log/port'
import type { Database } from '@firefly/metadata/database'
import { addDeeds, type Deed as Written } from '@firefly/metadata/tables/audit-trail'
import {
  beginErasure,
  type ErasureRow,
  finishErasure,
  findErasure,
  runningErasures,
} from '@firefly/metadata/tables/erasures'
import { eraseQuarantine } from '@firefly/processors/erasure/erase-quarantine'
import { eraseRows } from '@firefly/processors/erasure/erase-rows'
import { redactRecord } from '@firefly/processors/erasure/redact-record'
import type { Grant } from '@firefly/protocol/keys'
import type { DeedName } from '@firefly/protocol/trail'
import type { PrivacyKeys } from './privacy-keys.ts'
import { type LiveRules, REFRESH_MS } from './rules.ts'

export interface ErasuresOptions {
  log: EventLog
  store: Store
  purge: Purge
  database: Database
  rules: LiveRules
  privacy: PrivacyKeys
  group: string
  /** All ids of the person who has this one. */
  idsOf: (project: string, distinctId: string) => Promise<string[]>
  /** Unix milliseconds. */
  clock: () => number
  /** Each time an erasure could not go on; it is tried again. */
  onFailure: (error: unknown) => void
}

export interface Erasures {
  /** Resolves when nothing of the person can be seen any more; their bytes go from the disks behind it. */
  erase(grant: Grant, distinctId: string): Promise<ErasureRow>
  /** Takes up what was not done when the process ended. */
  resume(): Promise<void>
  stop(): Promise<void>
}

interface Work {
  ids: IdHashes[]
}
type Counts = Record<string, number>

const AGAIN_MS = 5_000
/** Longer than any range of the log takes from being read to being stored, unless the store is away. */
const UNDERWAY_MS = 60_000
const LOOK_MS = 100
/** Of a partition: the one that is stored, and the one that is made meanwhile. */
const RANGES_IN_HAND = 2

/** Nobody is erased while it is not known who they are. */
export class NotYet extends Error {
  override readonly name = 'NotYet'
}

export function createErasures(options: ErasuresOptions): Erasures {
  const { store, database, rules, privacy, idsOf, clock, onFailure } = options
  const stopping = new AbortController()
  let last: Promise<void> = Promise.resolve()
  /** One after the other: each rewrites parts and segments. */
  const behind = (job: Job): void => {
    last = last.then(() => untilDone(job))
  }
  const untilDone = async (job: Job): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        return await finish(job, options, stopping.signal)
      } catch (error) {
        if (!stopping.signal.aborted) onFailure(error)
        await sleep(AGAIN_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      }
    }
  }
  return {
    async erase({ project, key }, distinctId) {
      const [begun, started] = [clock(), performance.now()]
      // Who somebody is may be told by an event that is accepted and not yet stored.
      if (!(await caughtUp(options, stopping.signal))) throw new NotYet()
      const ids = await idsOf(project, distinctId)
      const work: Work = { ids: await hashesOf(store, ids) }
      const names = ids.map((id) => privacy.namesOf(project, id)[0] ?? '')
      const [id, subject] = [randomUUID(), names[0] ?? '']
      await database.transaction((on) =>
        beginErasure(on, { id, project, subject, requestedBy: key, work: { ...work }, hashes: names }),
      )
      await rules.refresh()
      const counts = await sweep({ id, project, work, before: {}, begun }, options, ids)
      const rows = counts['events'] ?? 0
      const durationMs = performance.now() - started
      const deed = {
        at: new Date(clock()),
        who: key,
        project,
        what: 'erase',
        detail: { erasure: id, subject },
      }
      await addDeeds(database, [{ ...deed, rows, durationMs }])
      behind({ id, project, work, before: counts, begun })
      const row = await findErasure(database, project, id)
      if (!row) throw new Error('an erasure has lost its receipt')
      return { ...row, counts }
    },
    async resume() {
      if (!(await rules.known(stopping.signal))) return
      for (const { id, project, work, requestedAt } of await runningErasures(database))
        behind({ id, project, work: work as unknown as Work, before: {}, begun: requestedAt.getTime() })
    },
    async stop() {
      stopping.abort()
      await last
    },
  }
}

interface Job {
  id: string
  project: string
  work: Work
  /** What went before. */
  before: Counts
  /** Unix milliseconds. */
  begun: number
}

/** Whatever was under way when it began is stored by now: it goes too, then the log, then the bytes of all of it. */
async function finish(job: Job, options: ErasuresOptions, signal: AbortSignal): Promise<void> {
  const { log, rules, purge, database, clock } = options
  await underway(options, signal)
  const counts = added(job.before, await sweep(job, options))
  const isErased = (project: string, id: string): boolean => rules.of(project).isErased(id)
  const redaction = await log.redact((value) => redactRecord(value, isErased))
  await purge.settled([...PERSONAL_TABLES.map(({ table }) => table), 'quarantine'])
  const goneAt = new Date(clock())
  const logGoneAt = redaction.remainsUntil === undefined ? goneAt : new Date(redaction.remainsUntil)
  const all = added(counts, { log: redaction.records })
  await database.transaction(async (on) => {
    await finishErasure(on, { id: job.id, counts: all, goneAt, logGoneAt })
    await addDeeds(on, [doneOf(job, all, goneAt)])
  })
}

/** Nobody's key is behind it: what was asked for is over. */
const doneOf = ({ id, project, begun }: Job, counts: Counts, at: Date): Written => ({
  at,
  who: 'firefly',
  project,
  what: 'erase.done' satisfies DeedName,
  detail: { erasure: id },
  rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
  durationMs: at.getTime() - begun,
})

async function sweep(
  { id, project, work }: Job,
  options: ErasuresOptions,
  ids: string[] = [],
): Promise<Counts> {
  const { store, purge, rules } = options
  const rows = await eraseRows([{ project, ids: work.ids }], { store, purge, erasure: id })
  const isErased = (of: string, distinctId: string): boolean => rules.of(of).isErased(distinctId)
  const quarantine = await eraseQuarantine({ store, purge, project, isErased, ids })
  return { ...rows, ...(quarantine > 0 ? { quarantine } : {}) }
}

/** Waits until every processor follows the newest rules and has stored what it had read by the older ones. */
async function underway({ log, group }: ErasuresOptions, signal: AbortSignal): Promise<void> {
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
async function caughtUp({ log, group }: ErasuresOptions, signal: AbortSignal): Promise<boolean> {
  const [before, { records }] = await Promise.all([log.positions(group), log.lag(group)])
  for (let waited = 0; waited < UNDERWAY_MS; waited += LOOK_MS) {
    if ((await log.lag(group)).records === 0) return true
    const now = await log.positions(group)
    if (now.every(({ offset }, at) => offset >= (before[at]?.offset ?? 0) + records)) return true
    await sleep(LOOK_MS, undefined, { signal })
  }
  return false
}

const hashesOf = async (store: Store, ids: readonly string[]): Promise<IdHashes[]> =>
  (await store.query<IdHashes>(statement(hashesSql(ids)))).rows

const added = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [
      name,
      (a[name] ?? 0) + (b[name] ?? 0),
    ]),
  )
