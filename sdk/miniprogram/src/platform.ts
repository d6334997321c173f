/** A mini-program as a platform for the core. */
import type { Context } from '@firefly/core/context'
import { cornerOf } from '@firefly/core/corner'
import { listen } from '@firefly/core/listeners'
import { shelfIn } from '@firefly/core/shelf'
import type { Platform } from '@firefly/core/platform'
import { attempt } from './attempt.ts'
import type { Host } from './host.ts'
import type { Place } from './place.ts'
import { createRandom } from './random.ts'
import type { Visibility } from './visibility.ts'

declare const console: { warn: (...message: unknown[]) => void } | undefined
declare function setTimeout(run: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void
declare const Intl: { DateTimeFormat: () => { resolvedOptions: () => { timeZone?: string } } }

const LIBRARY = { name: 'firefly-miniprogram', version: '0.1.0' }

export interface PlatformNeeds {
  host: Host
  visibility: Visibility
  place: Place
  /** Keeps the storage of several projects in one mini-program apart. */
  writeKey: string
}

export function miniprogramPlatform({ host, visibility, place, writeKey }: PlatformNeeds): Platform {
  const name = `firefly-${writeKey}`
  const comeBack = new Set<(gone: boolean) => void>()
  let connected = true
  visibility.onShow(() => comeBack.forEach((run) => run(false)))
  host.onNetwork((type) => {
    place.network(type)
    if (type && !connected) comeBack.forEach((run) => run(false))
    connected = !!type
  })
  return {
    context: contextOf(host),
    place: place.current,
    now: Date.now,
    random: createRandom(host),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    state: cornerOf(host.storage, `${name}/`),
    // Every write of these hosts is done when it returns.
    shelf: shelfIn(cornerOf(host.storage, `${name}.queue/`)),
    // One mini-program runs once: whatever lies there was left by a start before.
    ownership: { claim: () => () => undefined },
    send: (url, body, { timeoutMs }) => host.request(url, body, timeoutMs),
    // A mini-program in the background may be ended at any time, and may as well come back.
    onLeave: (run) => visibility.onHide(() => run(false)),
    onReturn: (run) => listen(comeBack, run),
    refusesTracking: false,
    // oxlint-disable-next-line eslint/no-console -- the developer's own console is where a wrong option has to show.
    warn: (...message) => attempt(() => console?.warn('[firefly]', ...message)),
  }
}

const contextOf = (host: Host): Context => ({
  library: LIBRARY,
  platform: host.name,
  timezone: attempt(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  ...attempt(host.system),
})
