/** `$pageleave`: how long a page was seen and how far it was scrolled, when the user goes on or away. */
import type { Extension } from '@firefly/core/extension'
import { all, listen } from '../lifecycle.ts'
import { type Place, routeOf } from '../place.ts'
import { watchHistory } from './history.ts'

/** `$duration` counts seconds in view, `$scroll_depth` is 0 to 1 of the page's height. */
export const pageLeave = (): Extension => ({
  name: 'page-leave',
  setup(host) {
    let route = routeOf(location)
    let place = host.place() as Place
    let seenFor = 0
    let seenSince: number | undefined
    let depth = 0

    const look = (): void => {
      seenSince ??= host.now()
    }
    const lookAway = (): void => {
      seenFor += seenSince === undefined ? 0 : Math.max(0, host.now() - seenSince)
      seenSince = undefined
    }
    const scrolled = (): void => {
      depth = Math.max(depth, depthOf(window, document.documentElement))
    }
    const leave = (): void => {
      lookAway()
      const properties = { $duration: seenFor / 1000, $scroll_depth: Math.round(depth * 100) / 100 }
      host.track('$pageleave', properties, { context: { page: place.page } })
    }
    const arrive = (): void => {
      route = routeOf(location)
      place = host.place() as Place
      seenFor = depth = 0
      look()
      scrolled()
    }
    const moved = host.guard(() => {
      if (routeOf(location) === route) return
      leave()
      arrive()
    })
    arrive()
    return all([
      watchHistory(history, moved),
      listen(window, 'popstate', moved),
      listen(window, 'hashchange', moved),
      listen(window, 'scroll', host.guard(scrolled)),
      host.onLeave((gone) => (gone ? leave() : lookAway())),
      host.onReturn((left) => (left ? arrive() : look())),
    ])
  },
})

/** The lowest part of the page that has been in view; a page that fits the window is seen whole. */
export function depthOf(
  view: Pick<Window, 'scrollY' | 'innerHeight'>,
  { scrollHeight }: Pick<Element, 'scrollHeight'>,
): number {
  if (scrollHeight <= view.innerHeight) return 1
  return Math.min(1, Math.max(0, (view.scrollY + view.innerHeight) / scrollHeight))
}
