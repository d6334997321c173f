/** Keeps each project's events for as long as it wants: looks from time to time who has a day too many, and takes it out, once in all. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Purge } from '@firefly/clickhouse/purge'
import type { Store } from '@firefly/clickhouse/store'
import type { Expired } from '@firefly/clickhouse/tables/retention'
import type { Database } from '@firefly/metadata/database'
import { addDeeds } from '@firefly/metadata/tables/audit-trail'
import { listProjects } from '@firefly/metadata/tables/projects'
import { claimSweep, finishSweep } from '@firefly/metadata/tables/sweeps'
import { clearMonths, dropMonths, type Swept, sweepProject } from '@firefly/processors/retention/sweep'
import { keptSince } from '@firefly/protocol/retention'
import { settingsSchema } from '@firefly/protocol/settings'
import type { DeedName } from '@firefly/protocol/trail'
import { createUnfinished, LEASE_MS, type Unfinished } from './unfinished.ts'

export interface SweepsOptions {
  store: Store
  purge: Purge
  database: Database
  /** Unix milliseconds. */
  clock: () => number
  onSwept: (project: string, swept: Swept) => void
  /** Each time it could not be done; it is tried again. */
  onFailure: (error: unknown) => void
  everyMs?: number
  /** How often claims are renewed while it is at work. */
  renewMs?: number
}

/** Longer than any process goes on by settings or a clock of before: what arrives is refused everywhere before it is taken out. */
const LATER_MS = 10 * 60_000

export function startSweeps(options: SweepsOptions): { stop: () => Promise<void> } {
  const { everyMs = 60_000, renewMs = LEASE_MS / 5, onFailure, database, clock } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const unfinished = createUnfinished(database, clock)
  const turn = async (): Promise<void> => {
    const renewing = repeat(() => unfinished.renew().catch(onFailure), renewMs)
    try {
      await sweepAll(options, unfinished, signal)
    } finally {
      await renewing.stop()
      await unfinished.tell()
    }
  }
  const going = (async () => {
    while (!signal.aborted) {
      await turn().catch((error: unknown) => signal.aborted || onFailure(error))
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await going
    },
  }
}

/** Does it again and again, one after the other, until it is stopped. */
function repeat(work: () => Promise<void>, everyMs: number): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const going = (async () => {
    for (;;) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      await work()
    }
  })()
  return { stop: () => (stopping.abort(), going) }
}

async function sweepAll(options: SweepsOptions, unfinished: Unfinished, signal: AbortSignal): Promise<void> {
  const { database, clock } = options
  const projects = await listProjects(database)
  const kept = projects.flatMap(({ id, settings }) => expiredOf(id, settings, clock() - LATER_MS))
  const due: Expired[] = []
  for (const one of kept) if (await claim(one, options)) due.push(one)
  if (due.length === 0) return
  for (const { project } of due) unfinished.begun(project)
  const oldest = Math.min(...kept.map(({ since }) => since))
  // Where somebody keeps everything, no month is over.
  const dropped =
    kept.length === projects.length ? await dropMonths(oldest, options) : new Map<string, number>()
  for (const one of due) {
    if (signal.aborted) return
    // One that fails keeps no other waiting.
    await sweepOne(one, dropped.get(one.project) ?? 0, options).then(
      () => unfinished.done(one.project),
      options.onFailure,
    )
  }
  await clearMonths(oldest, options)
}

/** Settings that cannot be read take nothing out. */
function expiredOf(project: string, settings: unknown, now: number): Expired[] {
  const read = settingsSchema.safeParse(settings)
  const since = read.success ? keptSince(read.data.retentionDays, now) : undefined
  return since === undefined ? [] : [{ project, since }]
}

const claim = ({ project, since }: Expired, { database, clock }: SweepsOptions): Promise<boolean> =>
  claimSweep(database, {
    project,
    since: new Date(since),
    now: new Date(clock()),
    until: new Date(clock() + LEASE_MS),
  })

async function sweepOne(expired: Expired, dropped: number, options: SweepsOptions): Promise<void> {
  const { database, clock, onSwept } = options
  const started = performance.now()
  const swept = await sweepProject(expired, options)
  if (dropped > 0) swept['events'] = (swept['events'] ?? 0) + dropped
  const rows = Object.values(swept).reduce((sum, one) => sum + one, 0)
  const { project, since } = expired
  const at = new Date(clock())
  const detail = { since: new Date(since).toISOString(), ...swept }
  const deed = { at, who: 'firefly', project, what: 'retain' satisfies DeedName, detail, rows }
  await database.transaction(async (on) => {
    await finishSweep(on, { project, at, counts: swept })
    if (rows > 0) await addDeeds(on, [{ ...deed, durationMs: performance.now() - started }])
  })
  onSwept(project, swept)
}
