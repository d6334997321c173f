/** Which page may touch whose events: Web Locks where present, else leases in storage. */
import type { Ownership, Platform, State } from '@firefly/core/platform'

/** Locks end with the page, whatever way it ends. */
export const lockOwnership = (locks: LockManager, prefix: string): Ownership => ({
  claim: (owner) =>
    new Promise((resolve, reject) => {
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        if (lock) return new Promise((letGo) => resolve(letGo))
        resolve(undefined)
        return undefined
      }
      locks.request(prefix + owner, { ifAvailable: true }, hold).catch(reject)
    }),
})

/** Browsers wake a hidden page's timers as rarely as once a minute. */
export const LEASE_MS = 180_000
const RENEW_MS = 30_000

/** A lease that is not renewed lapses; its owner is then taken for dead. */
export const leaseOwnership = (
  { now, after }: Pick<Platform, 'now' | 'after'>,
  leases: State,
): Ownership => ({
  claim(owner) {
    if (Number(leases.get(owner)) > now()) return undefined
    let stop: () => void
    const renew = (): void => {
      leases.set(owner, String(now() + LEASE_MS))
      stop = after(RENEW_MS, renew)
    }
    renew()
    return () => {
      stop()
      leases.remove(owner)
    }
  },
})
