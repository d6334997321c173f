/** The debugged events that are shown: each once, the newest first, so many and no more. */
import type { DebugEvent } from '@firefly/protocol/debug'

export const MOST_SHOWN = 500

export interface DebugFilter {
  onlyProblems: boolean
  /** The distinct id or its beginning. */
  person: string
}

export const EVERYTHING: DebugFilter = { onlyProblems: false, person: '' }

/** `came` in the order in which they came; a line that was open before sends its last ones again. */
export function withNew(shown: readonly DebugEvent[], came: readonly DebugEvent[]): readonly DebugEvent[] {
  const known = new Set(shown.map(({ id }) => id))
  const fresh = came.filter(({ id }) => !known.has(id)).toReversed()
  return fresh.length === 0 ? shown : [...fresh, ...shown].slice(0, MOST_SHOWN)
}

export const isProblem = ({ verdict, violations }: DebugEvent): boolean =>
  verdict !== 'accepted' || violations.length > 0

/** A request of which nothing could be read is nobody's: it stays, whoever is looked for. */
export const matching = (
  events: readonly DebugEvent[],
  { onlyProblems, person }: DebugFilter,
): DebugEvent[] =>
  events.filter(
    (event) =>
      (!onlyProblems || isProblem(event)) &&
      (event.verdict === 'refused' || event.distinctId.startsWith(person.trim())),
  )
