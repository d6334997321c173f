/** From the events of a record to what became of each: our steps first, then the operator's own. */
import type { Arrival } from './arrival.ts'
import type { ArrivedRow } from './chunk.ts'
import type { Outcome } from './outcome.ts'
import type { RunOwnSteps } from './own-steps/run.ts'
import type { OnStepTimed, Pipeline } from './pipeline.ts'

export interface Refining {
  pipeline: Pipeline<Arrival, ArrivedRow>
  /** Absent where there are none. */
  ownSteps?: RunOwnSteps | undefined
  onStep: OnStepTimed
}

/** One event in so many is timed step by step; timing all would cost more than the steps. */
const TIMED_EVERY = 128

/** One outcome an event, in their order. */
export function refine(
  arrivals: readonly Arrival[],
  { pipeline, ownSteps, onStep }: Refining,
): Outcome<ArrivedRow>[] {
  const outcomes = arrivals.map((arrival) =>
    (arrival.offset + arrival.index) % TIMED_EVERY === 0
      ? pipeline.runTimed(arrival, onStep)
      : pipeline.run(arrival),
  )
  if (!ownSteps) return outcomes
  const going = outcomes.flatMap((outcome) => (outcome.kind === 'ok' ? [outcome.value] : []))
  const own = going.length > 0 ? ownSteps(going, onStep) : []
  let next = 0
  return outcomes.map((outcome) => (outcome.kind === 'ok' ? (own[next++] as Outcome<ArrivedRow>) : outcome))
}
