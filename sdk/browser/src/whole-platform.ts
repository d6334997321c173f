/** All that the whole tracker has of a browser: the queue in IndexedDB, the identity in a cookie, and tabs that take turns without locks. */
import { IDENTITY_KEYS } from '@firefly/core/identity'
import { mirrored } from '@firefly/core/mirror'
import type { Platform } from '@firefly/core/platform'
import { shelfIn } from '@firefly/core/shelf'
import { withCookies } from './cookie.ts'
import { leaseOwnership } from './leases.ts'
import { type BrowserSettings, commonPlatform, cornerOf, ownershipOf, QUEUE } from './platform.ts'
import { cleaned, watchPlace } from './place.ts'
import { random } from './random.ts'
import { openStore } from './store.ts'
import { sendWhole } from './whole-transport.ts'

export interface WholeSettings extends BrowserSettings {
  /** Share the identity with sub-domains in a first-party cookie. Default true. */
  cookies?: boolean | undefined
  /** Takes out of the addresses of pages and referrers what must not be sent, a token say. */
  cleanUrl?: ((url: string) => string) | undefined
}

export function wholePlatform(settings: WholeSettings): Platform {
  const { writeKey, cookies, cleanUrl } = settings
  const common = commonPlatform(settings)
  const state = cornerOf(writeKey, '/')
  const name = `firefly-${writeKey}`
  return {
    ...common,
    place: watchPlace(window, cleaned(cleanUrl)),
    random,
    state:
      cookies === false ? state : withCookies(state, document, location.hostname, `${name}-`, IDENTITY_KEYS),
    // Where there is no database a corner stands in for it; what is put away last lies where it always did.
    shelf: mirrored(
      () => openStore(window, name, shelfIn(cornerOf(writeKey, '.queues/'))),
      shelfIn(cornerOf(writeKey, QUEUE)),
    ),
    ownership: ownershipOf(writeKey, leaseOwnership(common, cornerOf(writeKey, '.lease/'))),
    send: sendWhole,
    refusesTracking: !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl,
  }
}
