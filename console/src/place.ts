/** Where one is, as the address says it: `#/trend?range=30d`. A fragment never reaches a server's log. */
import { useSyncExternalStore } from 'react'

export const PAGES = ['live', 'debug', 'trend', 'funnel', 'retention', 'path'] as const
export type Page = (typeof PAGES)[number]

export interface Place {
  page: Page
  /** What follows the question mark; each page has its own way to read it. */
  search: string
}

export function readPlace(fragment: string): Place {
  const [path = '', ...rest] = fragment.replace(/^#\/?/, '').split('?')
  const page = PAGES.find((known) => known === path) ?? 'live'
  return { page, search: rest.join('?') }
}

export const writePlace = ({ page, search }: Place): string => (search ? `#/${page}?${search}` : `#/${page}`)

const listeners = new Set<() => void>()
const tell = (): void => {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('hashchange', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('hashchange', listener)
  }
}

/**
 * Changes the address in place: a question that is being edited is not a new page in the history.
 * Does nothing when the address is no longer the one it was: somebody has gone on, and we have not heard yet.
 */
export function replacePlace(before: Place, after: Place): void {
  const { page, search } = readPlace(location.hash)
  if (page !== before.page || search !== before.search) return
  history.replaceState(history.state, '', writePlace(after))
  tell()
}

export function usePlace(): Place {
  const fragment = useSyncExternalStore(subscribe, () => location.hash)
  return readPlace(fragment)
}
