/** Where the user is, in the fewest bytes of code: looked up for every event. */
import { hashRoute, type Place, type PlaceWindow, routeOf, short } from './place.ts'

export function lookAround({ location, document }: PlaceWindow): () => Place {
  let { referrer } = document
  let route: string | undefined
  let href: string
  return () => {
    const { pathname, search, hash } = location
    const here = routeOf(location)
    if (route && route !== here) referrer = href
    route = here
    href = location.href
    return {
      page: {
        url: short(href),
        path: short(pathname + hashRoute(hash)),
        search: short(search),
        title: document.title,
        referrer: short(referrer),
      },
    }
  }
}
