/** Firefly in a browser, with only the extensions that are given: the smallest bundle. */
import { createTracker, type Tracker, type TrackerOptions } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { beacon } from './beacon.ts'
import { gzipped } from './compress.ts'
import { withCookies } from './cookie.ts'
import { startWhenIdle } from './idle-start.ts'
import { leaseOwnership } from './leases.ts'
import { type BrowserSettings, browserPlatform } from './platform.ts'
import { openStore } from './store.ts'
import { VERBS } from './verbs.ts'

/** Firefly as a page uses it; with `Events`, the types generated from a tracking plan, `track` takes only what the plan knows. */
export type Firefly<Events extends object = AnyEvents> = Tracker<Events>

export interface BrowserOptions extends TrackerOptions, Omit<BrowserSettings, 'writeKey'> {
  /** Share the identity with sub-domains in a first-party cookie. Default true. */
  cookies?: boolean | undefined
}

/** Starts collecting from this page, once it has been painted. */
export const startTracker = <Events extends object = AnyEvents>(
  options = {} as BrowserOptions,
): Firefly<Events> =>
  startWhenIdle(window, VERBS, () => {
    const cookies = options.cookies === false ? undefined : withCookies
    const parts = { store: openStore, gzip: gzipped, beacon, leases: leaseOwnership, cookies }
    const platform = browserPlatform(window, options, parts)
    return createTracker<Events>({ platform, options })
  })
