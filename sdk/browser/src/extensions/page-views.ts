/** Page views, those of single-page applications included: history and hash routes. */
import type { SmallExtension } from '@firefly/core/small/tracker'
import { all } from '../lifecycle.ts'
import { watchRoute } from './route.ts'

/** A `page` event at the start, at each change of route, and when a page comes back out of the cache. */
export const pageViews = (): SmallExtension => ({
  name: 'page-views',
  setup(host) {
    const see = host.guard(() => host.page())
    see()
    return all(
      watchRoute(see),
      host.onReturn((gone) => {
        if (gone) see()
      }),
    )
  },
})
