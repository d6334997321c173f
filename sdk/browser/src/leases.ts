/** Which page may touch whose events, in browsers and on pages (without HTTPS) that have no Web Locks: leases in storage. */
import type { Ownership, Platform, State } from '@firefly/core/platform'

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
