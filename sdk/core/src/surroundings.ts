/** The context of events, serialised once for as long as it stays the same. */
import type { Context } from '@firefly/protocol/wire'

/** Gives the same object until what it tells has changed. */
export type Source = () => Context | undefined

export interface Surroundings {
  /** Adds a source; later ones win. The answer takes it back. */
  add(source: Source): () => void
  /** The context that changes as the user moves, as a value and as JSON; the same object while nothing changed. */
  current(sessionId: string): { value: Context; json: string }
}

export function createSurroundings(): Surroundings {
  const sources = new Set<Source>()
  let seen: unknown[] = []
  let current = { value: {} as Context, json: '{}' }

  return {
    add(source) {
      sources.add(source)
      return () => void sources.delete(source)
    },
    current(sessionId) {
      const now = [sessionId, ...[...sources].map((source) => source())]
      if (now.length === seen.length && now.every((part, index) => part === seen[index])) return current
      seen = now
      const value: Context = { sessionId }
      for (const part of now.slice(1)) Object.assign(value, part)
      current = { value, json: JSON.stringify(value) }
      return current
    },
  }
}
