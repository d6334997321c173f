/**
 * A pipeline is a list of named steps. Each declares the little it needs and what it adds,
 * so a wrong order does not compile.
 */
import { type Outcome, ok, quarantine } from './outcome.ts'

/** `run` may add to its input in place; it must not look at anything its type does not name. */
export interface Step<In, Out> {
  name: string
  run: (input: In) => Outcome<Out>
}

/** Told how long a step took on one event, in milliseconds; only for events that are sampled. */
export type OnStepTimed = (step: string, milliseconds: number) => void

export interface Pipeline<In, Out> {
  through<Next>(step: Step<Out, Next>): Pipeline<In, Next>
  /**
   * A step that only adds fields, in place. `put` writes them into the input; where there are many of them,
   * one that is written out field by field takes a third of the time.
   */
  add<Adds extends object>(
    name: string,
    fields: (input: Out) => Adds,
    put?: (input: Adds, fields: Adds) => void,
  ): Pipeline<In, Out & Adds>
  /** A step that only changes what is there, in place. */
  change(name: string, work: (input: Out) => void): Pipeline<In, Out>
  /** Never throws: a step that does is a quarantine with the step's name. */
  run(input: In): Outcome<Out>
  /** The same, with every step timed. */
  runTimed(input: In, onStep: OnStepTimed): Outcome<Out>
  readonly steps: readonly string[]
}

/** An empty pipeline of `In`, to be extended by `through`. */
export const start = <In>(): Pipeline<In, In> => build<In, In>([])

type AnyStep = Step<unknown, unknown>

function build<In, Out>(steps: readonly AnyStep[]): Pipeline<In, Out> {
  return {
    steps: steps.map(({ name }) => name),
    through: <Next>(step: Step<Out, Next>) => build<In, Next>([...steps, step as unknown as AnyStep]),
    add: <Adds extends object>(
      name: string,
      fields: (input: Out) => Adds,
      put: (input: Adds, fields: Adds) => void = Object.assign,
    ) => build<In, Out & Adds>([...steps, adding(name, fields, put) as AnyStep]),
    change: (name: string, work: (input: Out) => void) =>
      build<In, Out>([...steps, changing(name, work as unknown as (input: object) => void)]),
    run: (input) => walk(steps, input, runStep) as Outcome<Out>,
    runTimed: (input, onStep) => walk(steps, input, timed(onStep)) as Outcome<Out>,
  }
}

type Runner = (step: AnyStep, value: unknown) => Outcome<unknown>

function walk(steps: readonly AnyStep[], input: unknown, run: Runner): Outcome<unknown> {
  let outcome: Outcome<unknown> = ok(input)
  for (const step of steps) {
    if (outcome.kind !== 'ok') return outcome
    outcome = run(step, outcome.value)
  }
  return outcome
}

const runStep: Runner = (step, value) => {
  try {
    return step.run(value)
  } catch (error) {
    const what = error instanceof Error ? error.name : 'unknown error'
    return quarantine('step_failed', `${step.name}: ${what}`)
  }
}

const timed =
  (onStep: OnStepTimed): Runner =>
  (step, value) => {
    const started = performance.now()
    const outcome = runStep(step, value)
    onStep(step.name, performance.now() - started)
    return outcome
  }

const changing = (name: string, work: (input: object) => void): AnyStep => ({
  name,
  run: (input) => (work(input as object), ok(input)),
})

const adding = <Input, Adds>(
  name: string,
  fields: (input: Input) => Adds,
  put: (input: Adds, fields: Adds) => void,
): Step<Input, Input & Adds> => ({
  name,
  run(input) {
    const added = input as Input & Adds
    put(added, fields(input))
    return ok(added)
  },
})
