/** A storage that answers at once as the place of unsent events. */
import type { Kept, State } from './platform.ts'

/** Its answers need not be waited for. */
export interface QuickShelf {
  put: (key: string, text: string) => boolean
  all: () => Kept
}

export const shelfIn = (state: State): QuickShelf => ({
  put: (key, text) => (text ? state.set(key, text) : (state.remove(key), true)),
  all: () => state.keys().map((key) => [key, state.get(key) as string]),
})
