/** For tests: questions of every kind about given properties, as an honest or a curious analyst would ask them. */
import { EXPORT_FIELDS } from '@firefly/protocol/query/export'
import fc from 'fast-check'

type Question = Record<string, unknown>
const range = { from: '2026-01-10', to: '2026-01-11' }

/** Each may be asked as `question`; of some there is a number whose people may be asked for, by its `pick`. */
export interface Curious {
  question: Question
  pick?: Record<string, unknown>
}

/** `guesses` are values that somebody may want to find out about. */
export function curious(properties: readonly string[], guesses: readonly string[]): fc.Arbitrary<Curious> {
  const property = fc.constantFrom(...properties)
  const guess = fc.constantFrom(...guesses)
  const source = fc.constantFrom('event', 'user', 'group')
  const condition = fc.oneof(
    fc.record({ property, source, operator: fc.constantFrom('is_set', 'is_not_set') }),
    fc.record({
      property,
      source,
      operator: fc.constantFrom('eq', 'neq', 'contains', 'starts_with', 'gt', 'lt', 'matches'),
      value: guess,
    }),
    fc.record({
      property: fc.tuple(property, guess).map(([one, value]) => `= if([${one}] = '${value}', 'x', '')`),
      operator: fc.constant('is_set'),
    }),
    fc.record({
      cohort: fc.record({ has: fc.record({ property, operator: fc.constant('eq'), value: guess }) }),
    }),
  )
  // Most questions have none, so that most are answered.
  const filters = fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(condition, { maxLength: 1 }))
  const of = (
    kind: string,
    fields: (property: string, guess: string) => Question,
    pick?: (guess: string) => Question,
  ): fc.Arbitrary<Curious> =>
    fc.tuple(property, guess, filters, source).map(([one, value, own, whose]) => ({
      question: { kind, ...range, filters: own, ...withSource(fields(one, value), whose) },
      ...(pick && { pick: pick(value) }),
    }))
  const steps = [{ event: 'a' }, { event: 'b' }]
  return fc.oneof(
    of(
      'trend',
      (one) => ({ series: [{}], breakdown: { property: one } }),
      (breakdown) => ({ breakdown }),
    ),
    of('trend', (one) => ({ series: [{ event: 'a', math: 'max', property: one }] })),
    of(
      'funnel',
      (one) => ({ steps, breakdown: { property: one, attribution: 'step', step: 0 } }),
      (breakdown) => ({ step: 0, breakdown }),
    ),
    of('funnel', (one) => ({ steps, hold: [one] })),
    of('retention', (one) => ({
      start: {},
      return: {},
      period: 'day',
      periods: 2,
      breakdown: { property: one },
    })),
    of('retention', (one) => ({
      start: {},
      return: { math: 'sum', property: one },
      period: 'day',
      periods: 2,
    })),
    of(
      'path',
      (by) => ({ by, steps: 4 }),
      (guess) => ({ node: `1_${guess}` }),
    ),
    of('path', (by, start) => ({ by, start, steps: 4 })),
    of('path', (by, exclude) => ({ by, exclude: [exclude], steps: 4 })),
    of('path', (by, pattern) => ({ by, steps: 4, groups: [{ pattern, name: 'found' }] })),
    of(
      'attribution',
      (by) => ({ target: { event: 'b' }, touch: { event: 'a' }, by }),
      (value) => ({ value }),
    ),
    of('attribution', (one) => ({ target: { event: 'b', property: one }, touch: { event: 'a' } })),
    of('correlation', (one) => ({ steps, properties: [one], minimum: 1 })),
    of('explain', (one) => ({ series: {}, properties: [one] })),
    of('distribution', (one) => ({ event: 'a', math: 'max', property: one })),
    of('ltv', (one) => ({ revenue: { event: 'a', property: one }, period: 'day', periods: 2 })),
    of('rfm', (one) => ({ event: 'a', property: one })),
    of('anomaly', (one) => ({ series: [{ event: 'a', math: 'sum', property: one }], lookBack: 3 })),
    of(
      'session',
      () => ({}),
      (entryPage) => ({ entryPage }),
    ),
    of(
      'realtime',
      () => ({ from: undefined, to: undefined, minutes: 30 }),
      (page) => ({ page }),
    ),
    of('lifecycle', () => ({ interval: 'day' })),
    of('stickiness', () => ({ series: [{}], interval: 'day' })),
    of('interval', () => ({ start: { event: 'a' }, end: { event: 'b' } })),
  )
}

/** Breakdowns may be by what is known of people and groups as well. */
function withSource(fields: Question, source: string): Question {
  const { breakdown } = fields
  return breakdown === undefined ? fields : { ...fields, breakdown: { ...breakdown, source } }
}

/** Exports with all that there is, with some of it, and with a guess. */
export const curiousExport = (
  properties: readonly string[],
  guesses: readonly string[],
): fc.Arbitrary<Question> =>
  fc.oneof(
    fc.constant({ ...range }),
    fc
      .shuffledSubarray([...properties, ...EXPORT_FIELDS, `= lower([${properties[0]}])`], { minLength: 1 })
      .map((columns) => ({ ...range, columns })),
    fc.constantFrom(...guesses).map((value) => ({
      ...range,
      filters: [{ property: properties[0], operator: 'starts_with', value }],
    })),
  )
