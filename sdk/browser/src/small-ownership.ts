/** Which page may touch whose events, in the fewest bytes of code. */
import type { Ownership } from '@firefly/core/platform'

/** Without Web Locks tabs do not know of each other: what waits may be sent by several, and is stored once. */
export const ownTexts = (locks: LockManager | undefined, prefix: string): Ownership => ({
  claim: (owner) =>
    new Promise((resolve, reject) => {
      const hold = (lock?: Lock | null): Promise<void> | void =>
        lock ? new Promise(resolve) : resolve(undefined)
      if (locks) locks.request(prefix + owner, { ifAvailable: true }, hold).catch(reject)
      else resolve(() => undefined)
    }),
})
