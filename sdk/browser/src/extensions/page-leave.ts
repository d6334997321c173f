/** `$pageleave`: how long a page was seen and how far it was scrolled, when the user goes on or away. */
import type { SmallExtension } from '@firefly/core/small/tracker'
import { all, listen } from '../lifecycle.ts'
import { watchRoute } from './route.ts'

const SETTLED_MS = 500

/** `$duration` counts seconds in view, `$scroll_depth` is 0 to 1 of the page's height. Belongs before `pageViews`. */
export const pageLeave = (): SmallExtension => ({
  name: 'page-leave',
  setup(host) {
    let place = host.place()
    let seenMs = 0
    /** 0 while nobody looks. */
    let since = 0
    let depth = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    const look = (): void => {
      since ||= host.now()
    }
    const lookAway = (): void => {
      if (since) seenMs += Math.max(0, host.now() - since)
      since = 0
    }
    const scrolled = (): void => {
      depth = Math.max(depth, depthOf(window, document.documentElement))
    }
    const leave = (): void => {
      lookAway()
      if (!depth) scrolled()
      host.track('$pageleave', { $duration: seenMs / 1000, $scroll_depth: depth }, { context: place })
    }
    const arrive = (): void => {
      place = host.place()
      seenMs = depth = 0
      look()
      // Asking for it makes the browser lay the page out: not while it is being built.
      clearTimeout(timer)
      timer = setTimeout(host.guard(scrolled), SETTLED_MS)
    }
    arrive()
    return all(
      () => clearTimeout(timer),
      watchRoute(
        host.guard(() => {
          leave()
          arrive()
        }),
      ),
      listen(window, 'scroll', host.guard(scrolled)),
      host.onLeave((gone) => (gone ? leave : lookAway)()),
      host.onReturn((gone) => (gone ? arrive : look)()),
    )
  },
})

/** The lowest part of the page that has been in view, to a hundredth; a page that fits the window is seen whole. */
export const depthOf = (
  { scrollY, innerHeight }: Pick<Window, 'scrollY' | 'innerHeight'>,
  { scrollHeight }: Pick<Element, 'scrollHeight'>,
): number => Math.min(100, Math.round((100 * (scrollY + innerHeight)) / Math.max(1, scrollHeight))) / 100
