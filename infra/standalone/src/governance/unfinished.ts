/** Sweeps that were claimed and are not finished, and when each may be claimed again: soon at first, then later and later. */
import type { Database } from '@firefly/metadata/database'
import { postponeSweep } from '@firefly/metadata/tables/sweeps'

export interface Unfinished {
  /** Until it is done it counts as one that failed. */
  begun(project: string): void
  done(project: string): void
  /** Keeps those that are not done claimed for another while: to be called again before it is over. */
  renew(): Promise<void>
  /** Lets all processes know which ones are not done. What cannot be told now is told the next time. */
  tell(): Promise<void>
}

/** Whoever has not renewed its claims for so long has ended. */
export const LEASE_MS = 5 * 60_000
const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 60 * 60_000

export function createUnfinished(database: Database, clock: () => number): Unfinished {
  const failures = new Map<string, number>()
  const untold = new Set<string>()
  return {
    begun(project) {
      failures.set(project, (failures.get(project) ?? 0) + 1)
      untold.add(project)
    },
    done(project) {
      failures.delete(project)
      untold.delete(project)
    },
    async renew() {
      const until = new Date(clock() + LEASE_MS)
      for (const project of untold) await postponeSweep(database, { project, until })
    },
    async tell() {
      for (const project of untold) {
        const waitMs = FIRST_WAIT_MS * 2 ** ((failures.get(project) ?? 1) - 1)
        const until = new Date(clock() + Math.min(waitMs, LONGEST_WAIT_MS))
        await postponeSweep(database, { project, until })
        untold.delete(project)
      }
    },
  }
}
