/** Where the user is: the page in front, the page before, and the network. */
import type { Context } from '@firefly/core/context'

export type Place = Pick<Context, 'page' | 'network'>

export function goTo(place: Place, path: string, search: string | undefined): void {
  const { page } = place
  place.page = { path, search, referrer: page?.path === path ? page.referrer : page?.path }
}
