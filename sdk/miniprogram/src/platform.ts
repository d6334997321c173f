/** A mini-program as a platform for the core. */
import { cornerOf } from '@firefly/core/corner'
import type { OncePlatform } from '@firefly/core/once/tracker'
import { attempt } from './attempt.ts'
import type { Host } from './host.ts'
import type { Place } from './place.ts'
import { createRandom } from './random.ts'
import type { Visibility } from './visibility.ts'

declare const console: { warn: (...message: unknown[]) => void }
declare function setTimeout(run: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void
declare const Intl: { DateTimeFormat: () => { resolvedOptions: () => { timeZone?: string } } }

/** `writeKey` keeps the storage of several projects in one mini-program apart. */
export function miniprogramPlatform(
  host: Host,
  { onShow, onHide }: Visibility,
  place: Place,
  writeKey: string,
): OncePlatform {
  const name = `firefly-${writeKey}`
  return {
    context: {
      library: { name: 'firefly-miniprogram', version: '0.1.0' },
      platform: host.name,
      timezone: attempt(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
      ...attempt(host.surroundings),
    },
    place: () => place,
    now: Date.now,
    random: createRandom(host),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    state: cornerOf(host.storage, `${name}/`),
    unsent: cornerOf(host.storage, `${name}.queue/`),
    send: host.request,
    // A mini-program in the background may be ended at any time, and may as well come back.
    onLeave: onHide,
    onReturn(run) {
      let shows = 0
      // At the first it was never away.
      onShow(() => shows++ && run())
      host.onNetwork((type) => {
        const before = place.network
        place.network = { type }
        if (type !== 'none' && before?.['type'] === 'none') run()
      })
    },
    // oxlint-disable-next-line eslint/no-console -- the developer's own console is where a wrong option has to show.
    warn: (...message) => attempt(() => console.warn('[firefly]', ...message)),
  }
}
