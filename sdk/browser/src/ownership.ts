/** Which page may touch whose events: Web Locks. */
import type { Ownership } from '@firefly/core/platform'

/** Locks end with the page, whatever way it ends. */
export const lockOwnership = (locks: LockManager, prefix: string): Ownership => ({
  claim: (owner) =>
    new Promise((resolve, reject) => {
      // Held for as long as the promise that is answered is open.
      const hold = (lock: Lock | null): Promise<void> | void =>
        lock ? new Promise(resolve) : resolve(undefined)
      locks.request(prefix + owner, { ifAvailable: true }, hold).catch(reject)
    }),
})
