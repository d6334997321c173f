/** The context of events, serialised once for as long as it stays the same. */
import type { Context } from './context.ts'
import { listen } from './listeners.ts'

/** Gives the same object until what it tells has changed. */
export type Source = () => Context | undefined

export interface Surroundings {
  /** Adds a source; later ones win. The answer takes it back. */
  add: (source: Source) => () => void
  /** The context that changes as the user moves, as a value and as JSON; the same object while nothing changed. */
  current: (sessionId: string) => { value: Context; json: string }
}

export function createSurroundings(): Surroundings {
  const sources = new Set<Source>()
  let seen: unknown[] = []
  let current = { value: {} as Context, json: '{}' }

  return {
    add: (source) => listen(sources, source),
    current(sessionId) {
      const parts = Array.from(sources).map((source) => source())
      const now = [sessionId, ...parts]
      if (now.length !== seen.length || now.some((part, index) => part !== seen[index])) {
        const value = Object.assign({ sessionId }, ...parts) as Context
        current = { value, json: JSON.stringify(value) }
        seen = now
      }
      return current
    },
  }
}
