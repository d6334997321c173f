/** For tests: the ordered funnel, slow and obvious: every chain of different events is tried. */
import type { Happening } from '../../testing/corpus.ts'
import { median, peopleOf, rounded } from '../../testing/plain.ts'

export type StepMatch = (event: Happening) => boolean

/** People who reach a step, and the seconds it took them from the step before. */
export interface ModelStep {
  count: number
  median: number | null
  average: number | null
}

/** Events of one instant may follow one another either way round; one event is one step of a chain. */
export function modelFunnel(
  events: readonly Happening[],
  steps: readonly StepMatch[],
  windowMs: number,
): ModelStep[] {
  const attempts = peopleOf(events).map((own) => furthest(own, steps, windowMs))
  return steps.map((_, at) => {
    const reached = attempts.filter((times) => times.length > at)
    const seconds = at === 0 ? [] : reached.map((times) => ((times[at] ?? 0) - (times[at - 1] ?? 0)) / 1000)
    return { count: reached.length, median: rounded(median(seconds)), average: rounded(average(seconds)) }
  })
}

/** The times of the longest chain; of several the first to be complete, then the one begun last, then the earliest steps. */
function furthest(own: readonly Happening[], steps: readonly StepMatch[], windowMs: number): number[] {
  const chains = chainsFrom([], own, steps, windowMs).map((chain) => chain.map(({ time }) => time))
  return chains.reduce((best, times) => (isBetter(times, best) ? times : best), [])
}

export function chainsFrom(
  chain: readonly Happening[],
  own: readonly Happening[],
  steps: readonly StepMatch[],
  windowMs: number,
): (readonly Happening[])[] {
  const step = steps[chain.length]
  const [first, last] = [chain[0], chain.at(-1)]
  const next = own.filter(
    (event) =>
      step?.(event) &&
      !chain.includes(event) &&
      (!last || event.time >= last.time) &&
      (!first || event.time - first.time <= windowMs),
  )
  return [chain, ...next.flatMap((event) => chainsFrom([...chain, event], own, steps, windowMs))]
}

export function isBetter(times: readonly number[], best: readonly number[]): boolean {
  const rank = (of: readonly number[]): number[] => [
    -of.length,
    of.at(-1) ?? 0,
    -(of[0] ?? 0),
    ...of.slice(1),
  ]
  const [ours, theirs] = [rank(times), rank(best)]
  const differs = ours.findIndex((value, at) => value !== theirs[at])
  return differs >= 0 && (ours[differs] ?? 0) < (theirs[differs] ?? 0)
}

export const average = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
