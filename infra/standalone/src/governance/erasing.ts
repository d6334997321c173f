/** What an erasure takes away, and what its receipt says then: rows, quarantine, log, and the bytes of all of it. */
import type { Purge } from '@firefly/clickhouse/purge'
import type { Store } from '@firefly/clickhouse/store'
import { type IdHashes, PERSONAL_TABLES } from '@firefly/clickhouse/tables/personal'
import type { Database } from '@firefly/metadata/database'
import { addDeeds, type Deed as Written } from '@firefly/metadata/tables/audit-trail'
import { countErasure, finishErasure } from '@firefly/metadata/tables/erasures'
import { eraseQuarantine } from '@firefly/processors/erasure/erase-quarantine'
import { eraseRows } from '@firefly/processors/erasure/erase-rows'
import { redactRecord } from '@firefly/processors/erasure/redact-record'
import type { DeedName } from '@firefly/protocol/trail'
import { type Awaited, underway } from './caught-up.ts'
import type { LiveRules } from './rules.ts'

export interface Erasing extends Awaited {
  store: Store
  purge: Purge
  database: Database
  rules: LiveRules
  /** Unix milliseconds. */
  clock: () => number
}

/** What is kept about an erasure until it is done. */
export interface Work {
  ids: IdHashes[]
}
/** Rows or records that went, by table. */
export type Counts = Record<string, number>

export interface Job {
  id: string
  project: string
  work: Work
  /** What went so far. */
  counts: Counts
  /** Unix milliseconds. */
  begun: number
}

/** Whatever was under way when it began is stored by now: it goes too, then the log, then the bytes of all of it. */
export async function finish(job: Job, options: Erasing, signal: AbortSignal): Promise<void> {
  const { log, rules, purge, database, clock } = options
  await underway(options, signal)
  await sweep(job, options)
  const isErased = (project: string, id: string): boolean => rules.of(project).isErased(id)
  const redaction = await log.redact((value) => redactRecord(value, isErased))
  await note(job, { log: redaction.records }, database)
  await purge.settled([...PERSONAL_TABLES.map(({ table }) => table), 'quarantine'], signal)
  const goneAt = new Date(clock())
  const logGoneAt = redaction.remainsUntil === undefined ? goneAt : new Date(redaction.remainsUntil)
  await database.transaction(async (on) => {
    await finishErasure(on, { ...job, goneAt, logGoneAt })
    await addDeeds(on, [doneOf(job, goneAt)])
  })
}

/** Nobody's key is behind it: what was asked for is over. */
const doneOf = ({ id, project, counts, begun }: Job, at: Date): Written => ({
  at,
  who: 'firefly',
  project,
  what: 'erase.done' satisfies DeedName,
  detail: { erasure: id },
  rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
  durationMs: at.getTime() - begun,
})

/** Rows and quarantine, added to what went so far; `ids` where they are known in clear. */
export async function sweep(job: Job, options: Erasing, ids: string[] = []): Promise<void> {
  const { id, project, work } = job
  const { store, purge, rules, database } = options
  const rows = await eraseRows([{ project, ids: work.ids }], { store, purge, erasure: id })
  const isErased = (of: string, distinctId: string): boolean => rules.of(of).isErased(distinctId)
  const quarantine = await eraseQuarantine({ store, purge, project, isErased, ids })
  await note(job, { ...rows, ...(quarantine > 0 ? { quarantine } : {}) }, database)
}

/** Kept at once, so that the receipt of an erasure that was cut off tells all that went. */
async function note(job: Job, counts: Counts, database: Database): Promise<void> {
  job.counts = added(job.counts, counts)
  await countErasure(database, job)
}

const added = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [
      name,
      (a[name] ?? 0) + (b[name] ?? 0),
    ]),
  )
