/** Deeds on their way into the audit trail: nobody waits for them, a bounded number waits for metadata, and none goes missing unsaid. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@firefly/metadata/database'
import { addDeeds, type Deed as Written } from '@firefly/metadata/tables/audit-trail'
import type { Deed, Trail } from '@firefly/protocol/trail'

export interface TrailOptions {
  database: Database
  /** Unix milliseconds. */
  clock: () => number
  /** Each time deeds could not be written; they are kept, and tried again. */
  onFailure: (error: unknown) => void
  /** So many had to go, for too many were waiting. */
  onLost: (deeds: number) => void
  /** How many may wait. */
  most?: number
  everyMs?: number
}

export interface LiveTrail extends Trail {
  /** Resolves once what was added before is written, or could not be. */
  flush(): Promise<void>
  stop(): Promise<void>
}

/** How long a stop waits for metadata to take the rest. */
const LAST_MS = 5_000
const MOST_AT_ONCE = 1_000
/** Who tells in the trail itself that something is missing from it. */
const OURSELVES = 'firefly'

export function createTrail(options: TrailOptions): LiveTrail {
  const { database, clock, onFailure, onLost, most = 20_000, everyMs = 500 } = options
  const waiting: Written[] = []
  const lost = new Map<string, number>()
  const add = (deed: Deed): void => {
    waiting.push(written(deed, clock()))
    for (const { project } of waiting.splice(0, Math.max(0, waiting.length - most))) {
      lost.set(project, (lost.get(project) ?? 0) + 1)
      onLost(1)
    }
  }
  const writeAll = async (): Promise<void> => {
    while (waiting.length + lost.size > 0) {
      const missing = [...lost].map(([project, rows]) => lossOf(project, rows, clock()))
      lost.clear()
      const some = waiting.splice(0, MOST_AT_ONCE)
      try {
        await addDeeds(database, [...missing, ...some])
      } catch (error) {
        onFailure(error)
        for (const { project, rows } of missing) lost.set(project, (lost.get(project) ?? 0) + rows)
        waiting.unshift(...some)
        return
      }
    }
  }
  let last = Promise.resolve()
  const flush = (): Promise<void> => (last = last.then(writeAll))
  const timer = setInterval(() => void flush(), everyMs).unref()
  return {
    add,
    flush,
    async stop() {
      clearInterval(timer)
      await Promise.race([flush(), sleep(LAST_MS, undefined, { ref: false })])
      if (waiting.length > 0) onLost(waiting.length)
    },
  }
}

const written = (
  { who, project, what, detail = {}, rows = 0, durationMs = 0 }: Deed,
  at: number,
): Written => ({
  at: new Date(at),
  who,
  project,
  what,
  detail,
  rows,
  durationMs,
})

const lossOf = (project: string, rows: number, at: number): Written => ({
  at: new Date(at),
  who: OURSELVES,
  project,
  what: 'trail.lost',
  detail: {},
  rows,
  durationMs: 0,
})
