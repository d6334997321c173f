/**
 * Which steps of a funnel may want the same events of one instant. One event satisfies one step, so of a set of such steps
 * each needs an event of its own; only steps about the same event can compete.
 */
import type { FunnelQuery } from '@firefly/protocol/query/funnel'
import type { Selection } from '../../selection.ts'

interface Step {
  any: readonly (Selection & { event: string })[]
  optional: boolean
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

/** Where nothing may lie between, whole instants are weighed even if every step has an event of its own. */
export function rivalryOf(steps: readonly Step[], order: FunnelQuery['order']): Rivalry {
  if (order === 'ordered' && haveOwnEvents(steps)) return { rivals: [], stride: 1 }
  const stride = Math.max(...questionsOf(steps)) > FEW_QUESTIONS ? SHORT_STRETCH : MOST_STEPS
  return { rivals: rivalsWithin(steps, stride), stride }
}

function haveOwnEvents(steps: readonly Step[]): boolean {
  const events = steps.flatMap(({ any }) => [...new Set(any.map(({ event }) => event))])
  return new Set(events).size === events.length
}

/** How many different questions there are about each event, or about each that may be another. */
export const questionsOf = (steps: readonly Step[]): number[] =>
  groupsOf(
    steps,
    steps.map((_, at) => at),
  ).map((group) => group.length)

/** Of steps that ask for the same, a set has all that lie between its first and its last: they need the most events. */
function rivalsWithin(steps: readonly Step[], stride: number): number[] {
  const sets = new Set<number>()
  for (let first = 0; first < steps.length; first++)
    for (let last = first; last < Math.min(steps.length, first + stride); last++)
      for (const group of groupsOf(steps, run(steps, first, last)))
        for (const set of unionsOf(group)) sets.add(set)
  return [...sets].toSorted((a, b) => a - b)
}

/** The steps that a chain takes from one to another: optional ones are left out, unless it ends there. */
const run = (steps: readonly Step[], first: number, last: number): number[] =>
  steps.flatMap((step, at) => (at === last || (at >= first && at < last && !step.optional) ? [at] : []))

/** For each event among some steps, their different questions, each as the set of the steps that ask it. */
function groupsOf(steps: readonly Step[], among: readonly number[]): number[][] {
  // A step that several events satisfy may compete with any other.
  const apart = steps.every(({ any }) => any.length === 1)
  const byEvent = new Map<string, Map<string, number>>()
  for (const at of among) {
    const any = steps[at]?.any ?? []
    const event = apart ? (any[0]?.event ?? '') : ''
    const questions = byEvent.get(event) ?? new Map<string, number>()
    const question = JSON.stringify(any.map(({ event, filters = [] }) => [event, filters]))
    byEvent.set(event, questions.set(question, (questions.get(question) ?? 0) | (1 << at)))
  }
  return [...byEvent.values()].map((questions) => [...questions.values()])
}

/** Every union of one or more of the sets. */
const unionsOf = (sets: readonly number[]): number[] =>
  sets.reduce<number[]>((unions, set) => [...unions, set, ...unions.map((union) => union | set)], [])

/** For steps in any order: in each group of steps that may share events, every set that can be short of them. */
export const rivalGroups = (steps: readonly Step[]): number[][] =>
  groupsOf(
    steps,
    steps.map((_, at) => at),
  ).map(unionsOf)
