/** The browser as a platform for the core. */
import { cornerOf } from '@firefly/core/corner'
import { IDENTITY_KEYS } from '@firefly/core/identity'
import type { Platform, State } from '@firefly/core/platform'
import type { withCookies } from './cookie.ts'
import type { leaseOwnership } from './leases.ts'
import { lifecycle } from './lifecycle.ts'
import { lockOwnership } from './ownership.ts'
import { watchPlace } from './place.ts'
import { attempt, webState } from './state.ts'
import type { openStore } from './store.ts'
import { createTransport, type TransportParts } from './transport.ts'

const LIBRARY = { name: 'firefly-browser', version: '0.1.0' }

export interface BrowserSettings {
  /** Keeps the storage of several projects on one page apart. */
  writeKey: string
  /** `h5` for a page inside an app or on a phone. Default: by the user agent. */
  platform?: 'web' | 'h5' | undefined
  /** Takes out of the addresses of pages and referrers what must not be sent, a token say. */
  cleanUrl?: ((url: string) => string) | undefined
}

/** What a platform may be made of beside its least; who leaves a part out does not download it. */
export interface Parts extends TransportParts {
  /** Unsent events wait in IndexedDB. Default: in localStorage. */
  store?: typeof openStore | undefined
  /** The identity is shared with sub-domains in a first-party cookie. Default: it ends with the origin. */
  cookies?: typeof withCookies | undefined
  /** Tabs share the queue where there are no Web Locks. Default: there, what waits may be sent by several, and is stored once. */
  leases?: typeof leaseOwnership | undefined
}

export function browserPlatform(
  view: Window & typeof globalThis,
  settings: BrowserSettings,
  parts: Parts,
): Platform {
  const { navigator, document, location } = view
  const { store, cookies, leases } = parts
  const name = `firefly-${settings.writeKey}`
  // Merely reading the property throws where storage is forbidden.
  const storage = webState(attempt(() => view.localStorage))
  const corner = (kind: string): State => cornerOf(storage, name + kind)
  const local = corner('/')
  const queue = corner('.queue/')
  const { now } = Date
  return {
    context: {
      library: LIBRARY,
      platform: settings.platform || (/Mobi|Android/i.test(navigator.userAgent) ? 'h5' : 'web'),
      locale: navigator.language,
    },
    // Browsers take a dozen milliseconds for it the first time.
    late: () => ({ timezone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    place: watchPlace(view, settings.cleanUrl),
    now,
    random: (count) => view.crypto.getRandomValues(new Uint8Array(count)),
    after,
    state: cookies ? cookies(local, document, location.hostname, `${name}-`, IDENTITY_KEYS) : local,
    openStore: () => (store ? store(view, name, queue) : queue),
    spillway: queue,
    ownership: navigator.locks
      ? lockOwnership(navigator.locks, `${name}/`)
      : leases
        ? leases({ now, after }, corner('.lease/'))
        : { claim: () => () => undefined },
    send: createTransport((...request) => view.fetch(...request), parts),
    ...lifecycle(view),
    refusesTracking: !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl,
    // oxlint-disable-next-line eslint/no-console -- the developer's own console is where a wrong option has to show.
    warn: (...message) => console.warn('[firefly]', ...message),
  }
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
