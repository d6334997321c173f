/** Which page may touch whose events: Web Locks where present, else leases in storage. */
import type { Ownership, State } from '@firefly/core/platform'

/** Locks end with the page, whatever way it ends. */
export const lockOwnership = (locks: LockManager, prefix: string): Ownership => ({
  claim: (owner) =>
    new Promise((resolve, reject) => {
      const held = (lock: Lock | null): Promise<void> | undefined => {
        if (lock) return new Promise((release) => resolve(release))
        resolve(undefined)
        return undefined
      }
      locks.request(prefix + owner, { ifAvailable: true }, held).catch(reject)
    }),
})

export interface LeaseNeeds {
  state: State
  now: () => number
  /** Runs `run` every `ms` milliseconds until the answer is called. */
  every: (ms: number, run: () => void) => () => void
}

/** Browsers wake a hidden page's timers as rarely as once a minute. */
export const LEASE_MS = 180_000
const RENEW_MS = 30_000
const LEASE = 'lease/'

/** A lease that is not renewed lapses; its owner is then taken for dead. */
export function leaseOwnership({ state, now, every }: LeaseNeeds): Ownership {
  return {
    async claim(owner) {
      const key = LEASE + owner
      if (Number(state.get(key) ?? 0) > now()) return undefined
      const renew = (): void => void state.set(key, String(now() + LEASE_MS))
      renew()
      const stop = every(RENEW_MS, renew)
      return () => {
        stop()
        state.remove(key)
      }
    },
  }
}
