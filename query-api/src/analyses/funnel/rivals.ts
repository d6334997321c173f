/**
 * Which steps of a funnel may want the same events of one instant. One event satisfies one step, so of a set of such steps
 * each needs an event of its own; only steps about the same event can compete.
 */
import type { Filter } from '@firefly/protocol/query'

interface Step {
  event: string
  filters: readonly Filter[] | undefined
}

/** A chain takes at most so many steps of a funnel with rivals in one instant: their sets double with each. */
export const MOST_IN_AN_INSTANT = 10

/**
 * All sets that can be short of events, as numbers with a bit a step; none at all when every step has its own event.
 * Of steps that ask for the same, a set has all that lie between its first and its last: they need the most events.
 */
export function rivalsOf(steps: readonly Step[]): number[] {
  if (new Set(steps.map(({ event }) => event)).size === steps.length) return []
  const sets = new Set<number>()
  for (let first = 0; first < steps.length; first++)
    for (let end = first + 1; end <= Math.min(steps.length, first + MOST_IN_AN_INSTANT); end++)
      for (const group of groupsOf(steps, first, end)) for (const set of unionsOf(group)) sets.add(set)
  return [...sets].toSorted((a, b) => a - b)
}

/** For each event among the steps of a stretch, its different questions, each as the set of the steps that ask it. */
function groupsOf(steps: readonly Step[], first: number, end: number): number[][] {
  const byEvent = new Map<string, Map<string, number>>()
  for (let at = first; at < end; at++) {
    const { event, filters = [] } = steps[at] ?? { event: '' }
    const questions = byEvent.get(event) ?? new Map<string, number>()
    const question = JSON.stringify(filters)
    byEvent.set(event, questions.set(question, (questions.get(question) ?? 0) | (1 << at)))
  }
  return [...byEvent.values()].map((questions) => [...questions.values()])
}

/** Every union of one or more of the sets. */
const unionsOf = (sets: readonly number[]): number[] =>
  sets.reduce<number[]>((unions, set) => [...unions, set, ...unions.map((union) => union | set)], [])
