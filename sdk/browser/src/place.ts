/** Where the user is: the page of every event, made anew only when the address or the title has changed. */
import type { Context } from '@firefly/protocol/wire'

/** What of `window` is used. */
export interface PlaceWindow {
  location: Pick<Location, 'href' | 'pathname' | 'search' | 'hash'>
  document: Pick<Document, 'title' | 'referrer'>
}

export interface Page {
  url: string
  path: string
  search: string
  title: string
  /** The page before: of another site at first, then of this one. */
  referrer: string
}

export type Place = Context & { page: Page }

const LONGEST = 2_048

/** What makes a page another page: path, query and a hash that is a route (`#/orders`), not a mere anchor. */
export const routeOf = ({ pathname, search, hash }: PlaceWindow['location']): string =>
  pathname + search + (/^#!?\//.test(hash) ? hash : '')

/** The path as it is reported: with the route in the hash, where the site keeps it there. */
const pathOf = ({ pathname, hash }: PlaceWindow['location']): string => {
  const [route = ''] = hash.split('?')
  return /^#!?\//.test(route) ? pathname + route : pathname
}

export function watchPlace({ location, document }: PlaceWindow): () => Place {
  let route: string | undefined
  let place: Place | undefined
  let href = ''
  let before = ''

  return () => {
    const { title } = document
    if (place && href === location.href && place.page.title === title) return place
    const next = routeOf(location)
    if (next !== route) before = route === undefined ? document.referrer : href
    route = next
    href = location.href
    const url = href.slice(0, LONGEST)
    place = {
      page: {
        url,
        path: pathOf(location).slice(0, LONGEST),
        search: location.search.slice(0, LONGEST),
        title,
        referrer: before.slice(0, LONGEST),
      },
    }
    return place
  }
}
