/** The browser as a platform for the core. */
import type { Platform } from '@firefly/core/platform'
import type { Context } from '@firefly/protocol/wire'
import { compressor } from './compress.ts'
import { cookieJar } from './cookie.ts'
import { lifecycle } from './lifecycle.ts'
import { leaseOwnership, lockOwnership } from './ownership.ts'
import { watchPlace } from './place.ts'
import { type WebStorage, webState, withCookies } from './state.ts'
import { openStore } from './store.ts'
import { createTransport } from './transport.ts'

export const LIBRARY = { name: 'firefly-browser', version: '0.1.0' }

export interface BrowserSettings {
  /** Keeps the storage of several projects on one page apart. */
  writeKey: string
  /** `h5` for a page inside an app or on a phone. Default: by the user agent. */
  platform?: 'web' | 'h5' | undefined
  /** Share the identity with sub-domains in a cookie. */
  cookies: boolean
}

export function browserPlatform(view: Window & typeof globalThis, settings: BrowserSettings): Platform {
  const { navigator, document, location, crypto } = view
  const name = `firefly-${settings.writeKey}`
  const local = webState(storageOf(view), `${name}/`)
  const jar = cookieJar(document, location.hostname, location.protocol === 'https:', `${name}-`)
  const state = settings.cookies ? withCookies(local, jar, ['identity', 'consent']) : local
  const now = (): number => Date.now()
  return {
    context: contextOf(view, settings.platform),
    place: watchPlace(view),
    now,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    state,
    openStore: () => openStore(databasesOf(view), name, local),
    ownership: navigator.locks
      ? lockOwnership(navigator.locks, `${name}/`)
      : leaseOwnership({ state: local, now, every: repeat }),
    send: createTransport({
      fetch: view.fetch?.bind(view),
      beacon: navigator.sendBeacon?.bind(navigator),
      keepsAlive: typeof Request !== 'undefined' && 'keepalive' in Request.prototype,
      compress: compressor(location.origin),
    }),
    ...lifecycle(view),
    refusesTracking: (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true,
    // oxlint-disable-next-line no-console -- the developer's own console is where a wrong option has to show.
    warn: (message, detail) =>
      console.warn(`[firefly] ${message}`, ...(detail === undefined ? [] : [detail])),
  }
}

function contextOf(
  { navigator, screen, devicePixelRatio }: Window,
  platform: 'web' | 'h5' | undefined,
): Context {
  return {
    library: LIBRARY,
    platform: platform ?? (/Mobi|Android/i.test(navigator.userAgent) ? 'h5' : 'web'),
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
  }
}

function repeat(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms)
  return () => clearInterval(timer)
}

/** Merely reading the property throws where storage is forbidden. */
function storageOf(view: Window): WebStorage | undefined {
  try {
    return view.localStorage
  } catch {
    return undefined
  }
}

function databasesOf(view: Window): IDBFactory | undefined {
  try {
    return view.indexedDB
  } catch {
    return undefined
  }
}
