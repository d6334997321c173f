/** Erases people: at once from sight, within minutes from every disk, and keeps a receipt. Goes on after a restart. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { hashesSql, type IdHashes } from '@firefly/clickhouse/tables/personal'
import { addDeeds } from '@firefly/metadata/tables/audit-trail'
import {
  beginErasure,
  type ErasureRow,
  findErasure,
  runningErasures,
} from '@firefly/metadata/tables/erasures'
import type { Grant } from '@firefly/protocol/keys'
import { caughtUp } from './caught-up.ts'
import { type Erasing, finish, type Job, sweep, type Work } from './erasing.ts'
import type { PrivacyKeys } from './privacy-keys.ts'

export interface ErasuresOptions extends Erasing {
  privacy: PrivacyKeys
  /** All ids of the person who has this one. */
  idsOf: (project: string, distinctId: string) => Promise<string[]>
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

const AGAIN_MS = 5_000
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
      const job: Job = { id, project, work, counts: {}, begun }
      await sweep(job, options, ids)
      const rows = job.counts['events'] ?? 0
      const durationMs = performance.now() - started
      const deed = {
        at: new Date(clock()),
        who: key,
        project,
        what: 'erase',
        detail: { erasure: id, subject },
      }
      await addDeeds(database, [{ ...deed, rows, durationMs }])
      behind(job)
      const row = await findErasure(database, project, id)
      if (!row) throw new Error('an erasure has lost its receipt')
      return row
    },
    async resume() {
      if (!(await rules.known(stopping.signal))) return
      for (const { id, project, work, counts, requestedAt } of await runningErasures(database))
        behind({ id, project, work: work as unknown as Work, counts, begun: requestedAt.getTime() })
    },
    async stop() {
      stopping.abort()
      await last
    },
  }
}

const hashesOf = async (store: Store, ids: readonly string[]): Promise<IdHashes[]> =>
  (await store.query<IdHashes>(statement(hashesSql(ids)))).rows
