/** Where the user is: the page of every event, made anew only when the address or the title has changed. */
import type { Context } from '@firefly/core/context'
import { attempt } from './state.ts'

/** What of `window` is used. */
export interface PlaceWindow {
  location: Pick<Location, 'href' | 'pathname' | 'search' | 'hash'>
  document: Pick<Document, 'title' | 'referrer'>
}

export interface Page {
  url: string
  /** With the route in the hash, where the site keeps it there. */
  path: string
  search: string
  title: string
  /** The page before: of another site at first, then of this one. */
  referrer: string
}

export type Place = Context & { page: Page }

const LONGEST = 2_048

/** A hash that is a route (`#/orders`), not a mere anchor; without its own query. */
export const hashRoute = (hash: string): string => /^#!?\/[^?]*/.exec(hash)?.[0] || ''

/** What makes a page another page. */
export const routeOf = ({ pathname, search, hash }: PlaceWindow['location']): string =>
  pathname + search + hashRoute(hash)

/** `told` is what of an address may be sent. */
export function watchPlace({ location, document }: PlaceWindow, told = short): () => Place {
  let place: Place | undefined
  let route: string | undefined
  let href = ''
  let referrer = document.referrer

  return () => {
    const { title } = document
    if (place && href === location.href && place.page.title === title) return place
    const here = routeOf(location)
    if (route !== undefined && route !== here) referrer = href
    route = here
    href = location.href
    const url = told(href)
    place = {
      page: {
        url,
        path: short(location.pathname + hashRoute(location.hash)),
        search: /\?[^#]*/.exec(url)?.[0] || '',
        title,
        referrer: told(referrer),
      },
    }
    return place
  }
}

export const short = (text: string): string => text.slice(0, LONGEST)

/** `clean` may take out of an address what must not be sent; where it throws, the address is not sent at all. */
export const cleaned =
  (clean: (url: string) => string = short) =>
  (url: string): string =>
    short(attempt(() => clean(url)) || '')
