/** Which page may touch whose events: Web Locks. */
import type { Ownership } from '@firefly/core/platform'

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
