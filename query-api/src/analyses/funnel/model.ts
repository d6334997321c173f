/** For tests: the ordered funnel, slow and obvious: every chain of different events is tried. */
import type { Happening } from '../corpus.ts'

export type StepMatch = (event: Happening) => boolean

/** How many people reach each step. Events of one instant may follow one another either way round. */
export function modelFunnel(
  events: readonly Happening[],
  steps: readonly StepMatch[],
  windowMs: number,
): number[] {
  const people = grouped(events)
  const levels = [...people.values()].map((own) => levelOf(own, steps, windowMs))
  return steps.map((_, at) => levels.filter((level) => level > at).length)
}

function levelOf(own: readonly Happening[], steps: readonly StepMatch[], windowMs: number): number {
  const extend = (chain: readonly Happening[]): number => {
    const step = steps[chain.length]
    if (!step) return chain.length
    const [first, last] = [chain[0], chain.at(-1)]
    const next = own.filter(
      (event) =>
        step(event) &&
        !chain.includes(event) &&
        (!last || event.time >= last.time) &&
        (!first || event.time - first.time <= windowMs),
    )
    return Math.max(chain.length, ...next.map((event) => extend([...chain, event])))
  }
  return extend([])
}

function grouped(events: readonly Happening[]): Map<string, Happening[]> {
  const groups = new Map<string, Happening[]>()
  for (const event of events) groups.set(event.person, [...(groups.get(event.person) ?? []), event])
  return groups
}
