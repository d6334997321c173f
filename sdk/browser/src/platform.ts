/** The browser as a platform for the smallest tracker, and what the whole one needs beside it. */
import type { Ownership, State } from '@firefly/core/platform'
import type { SmallPlatform } from '@firefly/core/small/tracker'
import { lifecycle } from './lifecycle.ts'
import { lockOwnership } from './ownership.ts'
import { ownTexts } from './small-ownership.ts'
import { lookAround } from './small-place.ts'
import { readable, stateIn } from './state.ts'
import { postText } from './small-transport.ts'

export interface BrowserSettings {
  /** Keeps the storage of several projects on one page apart. */
  writeKey: string
  /** `h5` for a page inside an app or on a phone. Default: by the user agent. */
  platform?: 'web' | 'h5' | undefined
}

type CommonPlatform = Omit<SmallPlatform, 'place' | 'random' | 'state' | 'spillway' | 'ownership' | 'send'>

/** What is kept on this page for a write key; `kind` tells what it is. */
export const cornerOf = (writeKey: string, kind: string): State =>
  stateIn(
    readable(() => localStorage),
    `firefly-${writeKey}${kind}`,
  )

/** Where the smallest tracker keeps what waits, and the whole one what it puts away last. */
export const QUEUE = '.queue/'

/** What every build has of a browser. */
export const commonPlatform = ({ platform }: BrowserSettings): CommonPlatform => ({
  context: {
    library: { name: 'firefly-browser', version: '0.1.0' },
    platform: platform || (/Mobi|Android/i.test(navigator.userAgent) ? 'h5' : 'web'),
    locale: navigator.language,
  },
  // Browsers take a dozen milliseconds for it the first time.
  late: () => ({ timezone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  now: Date.now,
  after,
  ...lifecycle,
  // oxlint-disable-next-line eslint/no-console -- the developer's own console is where a wrong option has to show.
  warn: (...message) => console.warn('[firefly]', ...message),
})

/** What the smallest tracker needs, and no more. */
export const browserPlatform = (settings: BrowserSettings): SmallPlatform => ({
  ...commonPlatform(settings),
  place: lookAround(window),
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  state: cornerOf(settings.writeKey, '/'),
  spillway: cornerOf(settings.writeKey, QUEUE),
  ownership: ownTexts(navigator.locks, `firefly-${settings.writeKey}/`),
  send: postText,
})

/** Web Locks, or another way for pages that have none. */
export const ownershipOf = (writeKey: string, other: Ownership): Ownership =>
  navigator.locks ? lockOwnership(navigator.locks, `firefly-${writeKey}/`) : other

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
