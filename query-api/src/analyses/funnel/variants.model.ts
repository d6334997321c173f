/** For tests: all that a funnel can be beside plain, slow and obvious: every attempt of every person is looked at by itself. */
import type { FunnelQuery, FunnelResult } from '@firefly/protocol/query/funnel'
import { grouped } from '../../grouped.ts'
import type { Happening } from '../../testing/corpus.ts'
import { textIn } from '../../testing/filters.ts'
import { byBytes, isSelected, median, rounded } from '../../testing/plain.ts'
import { inSessions } from '../../testing/sessions.ts'
import { average, isBetter, type ModelStep } from './model.ts'

type Step = FunnelQuery['steps'][number]
/** When a unit stood at each step it reached, and for optional steps also when at the one before. */
interface Outcome {
  person: string
  own: readonly Happening[]
  times: number[]
}
export interface ModelFunnel {
  steps: ModelStep[]
  breakdowns?: { value: string | null; steps: ModelStep[] }[]
  entered?: number[]
  converted?: number[]
  times?: number[]
}

const ZONE = 'UTC'

export function modelVariant(
  events: readonly Happening[],
  query: FunnelQuery,
  windowMs: number,
  buckets: readonly number[] = [],
): ModelFunnel {
  const kept = inSessions(events, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY).filter((one) =>
    isSelected({ filters: query.filters }, one, ZONE),
  )
  const optional = query.steps.findIndex((step) => step.optional)
  const outcomes = counted(
    unitsOf(kept, query).map((own) => ({ ...own, times: attemptOf(own.own, query, windowMs) })),
  )
  const result: ModelFunnel = {
    steps: optional < 0 ? figures(outcomes, query) : withOptional(kept, query, windowMs),
  }
  if (query.breakdown) result.breakdowns = breakdownsOf(outcomes, query)
  if (query.timeToConvert) {
    const { fromStep = 0, toStep = query.steps.length - 1 } = query.timeToConvert
    result.times = histogramOf(
      outcomes.flatMap(({ times }) =>
        times.length > toStep ? [((times[toStep] ?? 0) - (times[fromStep] ?? 0)) / 1000] : [],
      ),
      query.timeToConvert.ranges ?? [],
    )
  }
  if (query.trendInterval) {
    const within = (at: number) =>
      outcomes.filter(
        ({ times: [begun = -1] }) =>
          begun >= (buckets[at] ?? 0) && begun < (buckets[at + 1] ?? Number.POSITIVE_INFINITY),
      )
    result.entered = buckets.map((_, at) => within(at).length)
    result.converted = buckets.map(
      (_, at) => within(at).filter(({ times }) => times.length === query.steps.length).length,
    )
  }
  return result
}

const histogramOf = (seconds: readonly number[], bounds: readonly number[]): number[] =>
  [0, ...bounds].map(
    (from, at) =>
      seconds.filter((one) => one >= from && one < (bounds[at] ?? Number.POSITIVE_INFINITY)).length,
  )

const satisfies = ({ event, filters, or = [] }: Step, one: Happening): boolean =>
  [{ event, filters }, ...or].some((selection) => isSelected(selection, one, ZONE))

function unitsOf(
  events: readonly Happening[],
  { countBy, hold = [] }: FunnelQuery,
): Omit<Outcome, 'times'>[] {
  const whole = events.filter((one) => hold.every((property) => textIn(one, property, ZONE) !== ''))
  const person = (one: Happening): string => `${one.person} ${countBy === 'session' ? one.session : ''}`
  const units = grouped(whole, (one) =>
    [person(one), ...hold.map((property) => textIn(one, property, ZONE))].join('\n'),
  )
  return [...units.values()].map((own) => ({ person: own[0] ? person(own[0]) : '', own }))
}

/** Who is counted has the best of their units: the one that came furthest, first, and began last. */
function counted(outcomes: readonly Outcome[]): Outcome[] {
  return [...grouped(outcomes, ({ person }) => person).values()].map((units) =>
    units.reduce((best, one) => (isBetter(one.times, best.times) ? one : best)),
  )
}

function attemptOf(own: readonly Happening[], query: FunnelQuery, windowMs: number): number[] {
  const chains = chainsOf(own, query, windowMs)
  if (!query.exclude) return best(chains.map(timesOf))
  const starts = [...new Set(chains.flatMap(([first]) => first?.time ?? []))]
  const attempts = starts.map((start) => {
    const here = chains.filter(([first]) => first?.time === start)
    const level = Math.max(...here.map((chain) => chain.length))
    const times = Array.from({ length: level }, (_, step) =>
      Math.min(...here.flatMap((chain) => chain[step]?.time ?? [])),
    )
    return { times, spoilt: isSpoilt(times, own, query, windowMs) }
  })
  const furthest = Math.max(0, ...attempts.map(({ times }) => times.length))
  return best(
    attempts.filter(({ times, spoilt }) => times.length === furthest && !spoilt).map(({ times }) => times),
  )
}

const timesOf = (chain: readonly Happening[]): number[] => chain.map(({ time }) => time)
const best = (all: readonly number[][]): number[] =>
  all.reduce<number[]>((found, times) => (isBetter(times, found) ? times : found), [])

function isSpoilt(
  times: readonly number[],
  own: readonly Happening[],
  { exclude = [], steps, order }: FunnelQuery,
  windowMs: number,
): boolean {
  return exclude.some(({ fromStep = 0, toStep = steps.length - 1, ...selection }) => {
    const since = times[fromStep]
    const until = order === 'unordered' ? times[steps.length - 1] : times[toStep]
    const end = until ?? (times[0] ?? 0) + windowMs + 1
    return own.some(
      (one) => isSelected(selection, one, ZONE) && since !== undefined && one.time > since && one.time < end,
    )
  })
}

/** Every chain of different events, each satisfying a step of its own, and every beginning of one. */
function chainsOf(own: readonly Happening[], { steps, order }: FunnelQuery, windowMs: number): Happening[][] {
  const from = (chain: Happening[], open: readonly Step[]): Happening[][] => {
    const [first, last] = [chain[0], chain.at(-1)]
    const next = order === 'unordered' ? open : open.slice(0, 1)
    return [
      chain,
      ...next.flatMap((step) =>
        own
          .filter(
            (one) =>
              satisfies(step, one) &&
              !chain.includes(one) &&
              (!last || one.time >= last.time) &&
              (!first || one.time - first.time <= windowMs) &&
              !(order === 'strict' && last && own.some(({ time }) => time > last.time && time < one.time)),
          )
          .flatMap((one) =>
            from(
              [...chain, one],
              open.filter((other) => other !== step),
            ),
          ),
      ),
    ]
  }
  return from([], steps)
}

const figures = (outcomes: readonly Outcome[], { steps }: FunnelQuery): ModelStep[] =>
  steps.map((_, at) => figure(outcomes, at))

function figure(outcomes: readonly Outcome[], at: number): ModelStep {
  const reached = outcomes.filter(({ times }) => times.length > at)
  const seconds = at === 0 ? [] : reached.map(({ times }) => ((times[at] ?? 0) - (times[at - 1] ?? 0)) / 1000)
  return { count: reached.length, median: rounded(median(seconds)), average: rounded(average(seconds)) }
}

/** Each step is the end of a funnel of its own, of the steps before it that are not optional. */
function withOptional(events: readonly Happening[], query: FunnelQuery, windowMs: number): ModelStep[] {
  const needed = query.steps.filter(({ optional }) => !optional)
  const whole = figuresOf(events, { ...query, steps: needed }, windowMs)
  return query.steps.map((step, at) => {
    if (!step.optional) return whole[needed.indexOf(step)] ?? { count: 0, median: null, average: null }
    const before = query.steps.slice(0, at).filter(({ optional }) => !optional)
    const own = figuresOf(events, { ...query, steps: [...before, { ...step, optional: false }] }, windowMs)
    return own.at(-1) ?? { count: 0, median: null, average: null }
  })
}
const figuresOf = (events: readonly Happening[], query: FunnelQuery, windowMs: number): ModelStep[] =>
  figures(
    counted(unitsOf(events, query).map((own) => ({ ...own, times: attemptOf(own.own, query, windowMs) }))),
    query,
  )

function breakdownsOf(
  outcomes: readonly Outcome[],
  query: FunnelQuery,
): NonNullable<ModelFunnel['breakdowns']> {
  const entered = outcomes.filter(({ times }) => times.length > 0)
  return [...grouped(entered, (one) => groupOf(one, query))]
    .toSorted(([a, of], [b, others]) => others.length - of.length || byBytes(a, b))
    .slice(0, query.breakdown?.limit)
    .map(([value, of]) => ({ value: value === '' ? null : value, steps: figures(of, query) }))
}

function groupOf({ own, times }: Outcome, { steps, breakdown }: FunnelQuery): string {
  const property = breakdown?.property ?? ''
  const bits = (one: Happening): number =>
    steps.reduce((sum, step, at) => sum + (satisfies(step, one) ? 2 ** at : 0), 0)
  const touches = own
    .filter((one) => bits(one) > 0)
    .map((one) => ({ one, value: textIn(one, property, ZONE) }))
    .filter(({ value }) => value !== '')
    .toSorted((a, b) => a.one.time - b.one.time || byBytes(a.value, b.value))
  if (breakdown?.attribution === 'first_touch') return touches[0]?.value ?? ''
  if (breakdown?.attribution === 'last_touch') return touches.at(-1)?.value ?? ''
  const at = breakdown?.step ?? 0
  const step = steps[at]
  return (
    touches
      .filter(({ one }) => step && one.time === times[at] && satisfies(step, one))
      .toSorted((a, b) => bits(a.one) - bits(b.one) || byBytes(a.value, b.value))[0]?.value ?? ''
  )
}

/** The answer in the figures of the model. */
export const inFigures = ({ steps, breakdowns, trend, timeToConvert }: FunnelResult): ModelFunnel => ({
  steps: steps.map(inFigure),
  ...(breakdowns && {
    breakdowns: breakdowns.map(({ value, steps: own }) => ({ value, steps: own.map(inFigure) })),
  }),
  ...(timeToConvert && { times: timeToConvert.histogram.map(({ count }) => count) }),
  ...(trend && { entered: trend.entered, converted: trend.converted }),
})
const inFigure = (step: FunnelResult['steps'][number]): ModelStep => ({
  count: step.count,
  median: rounded(step.medianSecondsFromPrevious),
  average: rounded(step.averageSecondsFromPrevious),
})
