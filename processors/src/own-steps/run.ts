/** Runs the operator's own steps over the events of a record: whatever one of them does befalls that event alone. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { drop, type Outcome, ok, quarantine } from '../outcome.ts'
import type { OnStepTimed } from '../pipeline.ts'
import { faultIn, marksOf } from './check.ts'
import { endsWithin } from './guard.ts'
import type { OwnStep } from './step.ts'

/** One outcome an event, in their order. */
export type RunOwnSteps = <Row extends EventRow>(rows: readonly Row[], onStep: OnStepTimed) => Outcome<Row>[]

/** An event that takes a step longer than this is set aside, however busy the machine is. */
const LIMIT_MS = 1_000

export const createOwnSteps =
  (steps: readonly OwnStep[], limitMs = LIMIT_MS): RunOwnSteps =>
  (rows, onStep) => {
    let outcomes: Outcome<(typeof rows)[number]>[] = rows.map(ok)
    for (const step of steps) outcomes = runStep(step, outcomes, limitMs, onStep)
    return outcomes
  }

/**
 * The limit is set once for many events, being dear to set. Whichever is under way when it is met may just have been
 * unlucky: it gets all of the time for itself, from where it was before.
 */
function runStep<Row extends EventRow>(
  step: OwnStep,
  before: readonly Outcome<Row>[],
  limitMs: number,
  onStep: OnStepTimed,
): Outcome<Row>[] {
  const after: Outcome<Row>[] = []
  let asItWas: EventRow | undefined
  const runNext = (): void => {
    const outcome = before[after.length] as Outcome<Row>
    if (outcome.kind !== 'ok') return void after.push(outcome)
    asItWas = { ...outcome.value, properties: { ...outcome.value.properties } }
    after.push(runOne(step, outcome.value))
  }
  const runRest = (): void => {
    while (after.length < before.length) runNext()
  }
  const began = performance.now()
  while (!endsWithin(limitMs, runRest)) {
    const cut = before[after.length]
    if (cut?.kind === 'ok') Object.assign(cut.value, asItWas)
    if (!endsWithin(limitMs, runNext)) after.push(timedOut(step, limitMs))
  }
  onStep(step.name, (performance.now() - began) / before.length)
  return after
}

const timedOut = ({ name }: OwnStep, limitMs: number): Outcome<never> =>
  quarantine('step_timed_out', `${name}: more than ${limitMs} ms`)

function runOne<Row extends EventRow>(step: OwnStep, row: Row): Outcome<Row> {
  const marks = marksOf(row)
  try {
    return outcomeOf(step.name, step.run(row), faultIn(row, marks), row)
  } catch (error) {
    return quarantine('step_failed', `${step.name}: ${error instanceof Error ? error.name : 'unknown error'}`)
  }
}

function outcomeOf<Row>(name: string, said: unknown, fault: string | undefined, row: Row): Outcome<Row> {
  if (said === undefined) return fault ? quarantine('step_failed', `${name}: ${fault}`) : ok(row)
  if (isObject(said) && said.drop === true) return drop('unwanted')
  if (isObject(said) && typeof said.quarantine === 'string')
    return quarantine('step_refused', `${name}: ${said.quarantine}`)
  return quarantine('step_failed', `${name}: expected nothing, { drop: true } or { quarantine: 'why' }`)
}

const isObject = (value: unknown): value is { drop?: unknown; quarantine?: unknown } =>
  typeof value === 'object' && value !== null
