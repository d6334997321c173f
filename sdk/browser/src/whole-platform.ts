/** All that the whole tracker has of a browser: the queue in IndexedDB, the identity in a cookie, and tabs that take turns without locks. */
import { IDENTITY_KEYS } from '@firefly/core/identity'
import type { Platform } from '@firefly/core/platform'
import { withCookies } from './cookie.ts'
import { leaseOwnership } from './leases.ts'
import { type BrowserSettings, browserPlatform, cornerOf } from './platform.ts'
import { cleaned, watchPlace } from './place.ts'
import { openStore } from './store.ts'
import { wholeTransport } from './whole-transport.ts'

export interface WholeSettings extends BrowserSettings {
  /** Share the identity with sub-domains in a first-party cookie. Default true. */
  cookies?: boolean | undefined
  /** Takes out of the addresses of pages and referrers what must not be sent, a token say. */
  cleanUrl?: ((url: string) => string) | undefined
}

export function wholePlatform(settings: WholeSettings): Platform {
  const least = browserPlatform(settings)
  const { state, spillway } = least
  const { writeKey, cookies } = settings
  const name = `firefly-${writeKey}`
  return {
    ...least,
    state:
      cookies === false ? state : withCookies(state, document, location.hostname, `${name}-`, IDENTITY_KEYS),
    place: watchPlace(window, cleaned(settings.cleanUrl)),
    openStore: () => openStore(window, name, spillway),
    ownership: navigator.locks ? least.ownership : leaseOwnership(least, cornerOf(writeKey, '.lease/')),
    send: wholeTransport(),
    refusesTracking: !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl,
  }
}
