/** Page views, those of single-page applications included: history and hash routes. */
import type { Extension } from '@firefly/core/extension'
import { all, listen } from '../lifecycle.ts'
import { routeOf } from '../place.ts'
import { watchHistory } from './history.ts'

/** A `page` event at the start and at each change of route. */
export const pageViews = (): Extension => ({
  name: 'page-views',
  setup(host) {
    let route: string | undefined
    const look = host.guard(() => {
      const next = routeOf(location)
      if (next === route) return
      route = next
      host.page()
    })
    look()
    return all([
      watchHistory(history, look),
      listen(window, 'popstate', look),
      listen(window, 'hashchange', look),
      // A page out of the back-forward cache is seen again.
      host.onReturn((left) => {
        if (left) host.page()
      }),
    ])
  },
})
