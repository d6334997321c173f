/**
 * Which steps of a funnel may want the same events of one instant. One event satisfies one step, so of a set of such steps
 * each needs an event of its own; only steps about the same event can compete.
 */
import type { Filter } from '@firefly/protocol/query'

interface Step {
  event: string
  filters: readonly Filter[] | undefined
}

/** What a funnel needs to know where steps share events; without rivals every step has an event of its own. */
export interface Rivalry {
  /** All sets that can be short of events, as numbers with a bit a step. */
  rivals: number[]
  /** How many steps a chain can take in one instant. */
  stride: number
}

const MOST_STEPS = 20
/** Sets double with every different question about one event, so beyond a few only short stretches are looked at. */
const FEW_QUESTIONS = 4
const SHORT_STRETCH = 10

export function rivalryOf(steps: readonly Step[]): Rivalry {
  if (new Set(steps.map(({ event }) => event)).size === steps.length) return { rivals: [], stride: 1 }
  const questions = groupsOf(steps, 0, steps.length).map((group) => group.length)
  const stride = Math.max(...questions) > FEW_QUESTIONS ? SHORT_STRETCH : MOST_STEPS
  return { rivals: rivalsWithin(steps, stride), stride }
}

/** Of steps that ask for the same, a set has all that lie between its first and its last: they need the most events. */
function rivalsWithin(steps: readonly Step[], stride: number): number[] {
  const sets = new Set<number>()
  for (let first = 0; first < steps.length; first++)
    for (let end = first + 1; end <= Math.min(steps.length, first + stride); end++)
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
