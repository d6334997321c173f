/** Where the user is: the page in front, the page before, and the network. */
import type { Context } from '@firefly/core/context'

export interface Place {
  /** The same object until something changed. */
  current: () => Context | undefined
  go: (page: { path: string; search?: string; title?: string }) => void
  network: (type: string) => void
}

export function createPlace(): Place {
  let page: Record<string, string> | undefined
  let network: Record<string, string> | undefined
  let current: Context | undefined

  const renew = (): void => {
    current = { ...(page && { page }), ...(network && { network }) }
  }
  return {
    current: () => current,
    go({ path, search, title }) {
      const referrer = page?.['path'] === path ? page['referrer'] : page?.['path']
      page = {
        path,
        ...(search && { search }),
        ...(title && { title }),
        ...(referrer && { referrer }),
      }
      renew()
    },
    network(type) {
      network = { type: type || 'none' }
      renew()
    },
  }
}
