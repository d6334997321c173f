/** All that a funnel can be beside plain, on the real engine, against a model that looks at every attempt. */
import { ATTRIBUTIONS, type FunnelQuery, type FunnelResult } from '@firefly/protocol/query/funnel'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { optional } from '../../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { inFigures, modelVariant } from './variants.model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const START = Date.UTC(2026, 0, 10)
const SECOND = 1_000
const range = { from: '2026-01-09', to: '2026-01-12' }
const at = (event: string, second: number, more: Partial<Happening> = {}): Happening => ({
  event,
  person: 'p',
  time: START + second * SECOND,
  ...more,
})
const shop = (value: string): Partial<Happening> => ({ properties: { shop: value } })
const seconds = (value: number) => ({ value, unit: 'second' as const })
const steps = (...events: string[]): { event: string }[] => events.map((event) => ({ event }))
const ask = async (events: readonly Happening[], more: object): Promise<FunnelResult> =>
  corpus.ask<FunnelResult>(await corpus.put(events), { kind: 'funnel', ...range, ...more } as never)
const counts = async (events: readonly Happening[], more: object): Promise<number[]> =>
  (await ask(events, more)).steps.map(({ count }) => count)

describe('strict', () => {
  const strict = (events: readonly Happening[], ...names: string[]) =>
    counts(events, { steps: steps(...names), order: 'strict', window: seconds(10) })
  test('nothing else of that person lies between', async () => {
    expect(await strict([at('a', 0), at('b', 1), at('c', 2)], 'a', 'b', 'c')).toEqual([1, 1, 1])
    expect(await strict([at('a', 0), at('x', 1), at('b', 2)], 'a', 'b')).toEqual([1, 0])
    expect(await strict([at('a', 0), at('x', 1, { person: 'q' }), at('b', 2)], 'a', 'b')).toEqual([1, 1])
    expect(await strict([at('a', 0), at('x', 1), at('b', 2), at('a', 3), at('b', 4)], 'a', 'b')).toEqual([
      1, 1,
    ])
  })
  test('what happens in the very instant of a step lies beside it', async () => {
    expect(await strict([at('a', 0), at('x', 0), at('b', 1), at('y', 1)], 'a', 'b')).toEqual([1, 1])
  })
})

describe('unordered', () => {
  const unordered = (events: readonly Happening[], ...names: string[]) =>
    counts(events, { steps: steps(...names), order: 'unordered', window: seconds(10) })
  test('all within the window of the first one done, whichever that is', async () => {
    expect(await unordered([at('c', 0), at('a', 5), at('b', 10)], 'a', 'b', 'c')).toEqual([1, 1, 1])
    expect(await unordered([at('c', 0), at('a', 5), at('b', 11)], 'a', 'b', 'c')).toEqual([1, 1, 0])
    expect(await unordered([at('b', 0)], 'a', 'b')).toEqual([1, 0])
    expect(await unordered([at('a', 0), at('a', 1)], 'a', 'a', 'a')).toEqual([1, 1, 0])
  })
})

test('a robot with tens of thousands of events does not keep anybody waiting, in any order', async () => {
  const busy = Array.from({ length: 60_000 }, (_, index) => ({
    ...at(['a', 'b', 'x', 'c'][index % 4] ?? 'a', 0),
    time: START + Math.floor(index / 2),
  }))
  const project = await corpus.put(busy)
  for (const order of ['strict', 'unordered'])
    for (const exclude of [undefined, [{ event: 'x' }]]) {
      const query = {
        kind: 'funnel',
        ...range,
        steps: steps('a', 'b', 'c'),
        order,
        ...(exclude && { exclude }),
      }
      const result = await corpus.ask<FunnelResult>(project, query as never)
      const [first] = result.steps
      expect(first?.count).toBe(1)
    }
})

describe('excluded events', () => {
  const without = (events: readonly Happening[], more: object = {}) =>
    counts(events, { steps: steps('a', 'b', 'c'), window: seconds(10), exclude: [{ event: 'x', ...more }] })
  test('whoever has only spoilt attempts leaves, the first step included', async () => {
    const clean = [at('a', 0, { person: 'q' }), at('b', 1, { person: 'q' })]
    expect(await without([at('a', 0), at('x', 1), at('b', 2), ...clean])).toEqual([1, 1, 0])
    expect(await without([at('a', 0), at('x', 1), ...clean])).toEqual([1, 1, 0])
    expect(await without([at('a', 0), at('b', 1), at('c', 2), at('x', 3)])).toEqual([1, 1, 1])
  })
  test('another attempt that comes as far saves the person, one that comes less far does not', async () => {
    expect(await without([at('a', 0), at('x', 1), at('a', 2), at('b', 3), at('c', 4)])).toEqual([1, 1, 1])
    expect(await without([at('a', 0), at('b', 1), at('x', 2), at('c', 3), at('a', 20)])).toEqual([0, 0, 0])
  })
  test('only between the steps that are named, counted from 0', async () => {
    const log = [at('a', 0), at('x', 1), at('b', 2), at('c', 3)]
    expect(await without(log, { fromStep: 0, toStep: 1 })).toEqual([0, 0, 0])
    expect(await without(log, { fromStep: 1, toStep: 2 })).toEqual([1, 1, 1])
    await expect(without(log, { fromStep: 1, toStep: 3 })).rejects.toMatchObject({
      issues: [{ path: 'exclude.0.toStep' }],
    })
  })
  test('a robot with tens of thousands of attempts does not keep anybody waiting', async () => {
    const busy = Array.from({ length: 60_000 }, (_, index) => ({
      ...at(['a', 'b', 'x', 'c'][index % 4] ?? 'a', 0),
      time: START + Math.floor(index / 2),
    }))
    expect(await without(busy)).toEqual([1, 1, 1])
  })
})

describe('optional steps, and steps of several events', () => {
  test('people get on without an optional step, and it counts those who took it', async () => {
    const log = [at('a', 0), at('b', 1), at('c', 2), at('a', 0, { person: 'q' }), at('c', 4, { person: 'q' })]
    const result = await ask(log, { steps: [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c' }] })
    expect(result.steps.map(({ count }) => count)).toEqual([2, 1, 2])
    expect(result.steps[2]).toMatchObject({ conversionFromPrevious: 1, medianSecondsFromPrevious: 3 })
    await expect(ask(log, { steps: [{ event: 'a', optional: true }] })).rejects.toMatchObject({
      issues: [{ path: 'steps.0.optional' }],
    })
  })
  test('any of its events satisfies a step', async () => {
    const log = [at('a', 0), at('y', 1), at('a', 0, { person: 'q' }), at('b', 1, { person: 'q' })]
    expect(await counts(log, { steps: [{ event: 'a' }, { event: 'b', or: [{ event: 'y' }] }] })).toEqual([
      2, 2,
    ])
  })
})

describe('whose events make an attempt', () => {
  test('by session, each one counts, and nothing reaches from one into another', async () => {
    const log = [
      at('a', 0, { session: 's' }),
      at('b', 1, { session: 's' }),
      at('a', 2, { session: 't' }),
      at('b', 3, { session: 'u' }),
    ]
    expect(await counts(log, { steps: steps('a', 'b'), countBy: 'session' })).toEqual([2, 1])
  })
  test('where the SDK says nothing, a session ends with half an hour of silence, which any event breaks', async () => {
    const minute = (event: string, at_: number) => at(event, at_ * 60)
    const silent = [minute('a', 0), minute('b', 31), minute('a', 100), minute('x', 129), minute('b', 158)]
    expect(await counts(silent, { steps: steps('a', 'b'), countBy: 'session' })).toEqual([2, 1])
  })
  test('with a property held, all steps of an attempt have one value of it', async () => {
    const log = [
      at('a', 0, shop('x')),
      at('b', 1, shop('y')),
      at('a', 2, shop('z')),
      at('b', 3, shop('z')),
      at('a', 4, { person: 'q' }),
    ]
    expect(await counts(log, { steps: steps('a', 'b'), hold: ['shop'] })).toEqual([1, 1])
    expect(await counts(log.slice(0, 2), { steps: steps('a', 'b'), hold: ['shop'] })).toEqual([1, 0])
  })
})

describe('groups and time', () => {
  const log = [
    at('a', 0),
    at('b', 1, shop('x')),
    at('b', 2, shop('y')),
    at('a', 0, { person: 'q', ...shop('y') }),
    at('b', 0, { person: 'r', ...shop('z') }),
    at('a', 86_400, { person: 's' }),
  ]
  const by = async (more: object): Promise<unknown> =>
    (await ask(log, { steps: steps('a', 'b'), breakdown: { property: 'shop', ...more } })).breakdowns?.map(
      ({ value, steps: own }) => [value, ...own.map(({ count }) => count)],
    )
  test('by the first or the last value among the step events, or that of a step', async () => {
    expect(await by({})).toEqual([
      [null, 1, 0],
      ['x', 1, 1],
      ['y', 1, 0],
    ])
    expect(await by({ attribution: 'last_touch' })).toEqual([
      ['y', 2, 1],
      [null, 1, 0],
    ])
    expect(await by({ attribution: 'step', step: 1 })).toEqual([
      [null, 2, 0],
      ['x', 1, 1],
    ])
    expect(await by({ limit: 1 })).toEqual([[null, 1, 0]])
  })
  test('conversion over time, by the begin of each attempt', async () => {
    const { trend } = await ask(log, { steps: steps('a', 'b'), trendInterval: 'day' })
    expect(trend).toMatchObject({
      entered: [0, 2, 1, 0],
      converted: [0, 1, 0, 0],
      conversion: [0, 0.5, 0, 0],
    })
  })
})

test('how long people take between two steps, as a histogram', async () => {
  const log = [at('a', 0), at('b', 5), at('c', 12)].flatMap((one) => [
    one,
    { ...one, person: 'q', time: one.time + (one.event === 'c' ? 30 * SECOND : 0) },
    ...(one.event === 'c' ? [] : [{ ...one, person: 'r' }]),
  ])
  const times = async (more: object) =>
    (await ask(log, { steps: steps('a', 'b', 'c'), timeToConvert: more })).timeToConvert
  expect(await times({ ranges: [10, 20] })).toEqual({
    count: 2,
    averageSeconds: 27,
    minSeconds: 12,
    medianSeconds: 27,
    p90Seconds: 39,
    maxSeconds: 42,
    histogram: [
      { from: 0, to: 10, count: 0 },
      { from: 10, to: 20, count: 1 },
      { from: 20, to: null, count: 1 },
    ],
  })
  expect(await times({ fromStep: 0, toStep: 1 })).toMatchObject({ count: 3, medianSeconds: 5 })
  expect(
    (await ask(log, { steps: steps('x', 'a'), timeToConvert: { ranges: [1] } })).timeToConvert,
  ).toMatchObject({
    count: 0,
    averageSeconds: null,
    maxSeconds: null,
    histogram: [{ count: 0 }, { count: 0 }],
  })
  for (const [more, field] of [
    [{ fromStep: 2 }, 'toStep'],
    [{ toStep: 3 }, 'toStep'],
    [{ ranges: [2, 1] }, 'ranges'],
  ] as const)
    await expect(times(more)).rejects.toMatchObject({ issues: [{ path: `timeToConvert.${field}` }] })
})

describe('any log', () => {
  const people = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w']
  const happening = fc.record({
    event: fc.constantFrom('a', 'b', 'c', 'x'),
    person: fc.constantFrom(...people),
    session: fc.constantFrom('', 's', 't'),
    second: fc.integer({ min: 0, max: 12 }),
    shop: fc.constantFrom('', 'x', 'y'),
  })
  const ties = fc.array(happening, { maxLength: 45 }).map((all) =>
    all.map(
      ({ second, shop: value, ...one }): Happening => ({
        ...one,
        time: START + second * SECOND,
        properties: { shop: value },
      }),
    ),
  )
  const apart = ties.map((all) => all.map((one, index): Happening => ({ ...one, time: one.time + index })))
  const filter = (value: string) => [{ property: 'shop', operator: 'eq' as const, value }]
  const selection = fc.constantFrom<{ event: string; filters?: ReturnType<typeof filter> }>(
    { event: 'a' },
    { event: 'b' },
    { event: 'c' },
    { event: 'a', filters: filter('x') },
    { event: 'b', filters: filter('y') },
  )
  const anySteps = fc.array(
    fc
      .record({ selection, or: optional(fc.array(selection, { minLength: 1, maxLength: 1 })) })
      .map(({ selection: own, or }) => ({ ...own, ...(or && { or }) })),
    { minLength: 1, maxLength: 4 },
  )
  const window = fc.constantFrom(0.001, 2, 5, 30)

  async function compare(events: readonly Happening[], more: object, windowSeconds: number): Promise<void> {
    const query = parseQuery({
      kind: 'funnel',
      ...range,
      ...(JSON.parse(JSON.stringify(more)) as object),
      window: seconds(windowSeconds),
    }) as FunnelQuery
    const result = await corpus.ask<FunnelResult>(await corpus.put(events), query)
    const buckets = result.trend?.buckets.map((bucket) => Date.parse(bucket))
    expect(inFigures(result)).toEqual(modelVariant(events, query, windowSeconds * SECOND, buckets))
  }
  const property = (
    name: string,
    log: fc.Arbitrary<Happening[]>,
    more: fc.Arbitrary<object>,
    numRuns = 5,
  ): void => {
    test(`${name}: people and times are those of the model`, () =>
      fc.assert(fc.asyncProperty(log, more, window, compare), { numRuns }))
  }
  const order = fc.constantFrom('ordered', 'ordered', 'unordered')
  const timeToConvert = optional(fc.constant({ ranges: [1, 3, 8] }))
  const breakdown = fc.record({
    property: fc.constantFrom('shop', '$event'),
    limit: fc.integer({ min: 1, max: 3 }),
    attribution: fc.constantFrom(...ATTRIBUTIONS),
  })

  property('steps of several events, with ties', ties, fc.record({ steps: anySteps }))
  property('strict', apart, fc.record({ steps: anySteps, order: fc.constant('strict') }))
  property('unordered, with ties', ties, fc.record({ steps: anySteps, order: fc.constant('unordered') }), 6)
  property(
    'optional steps, with ties',
    ties,
    anySteps.map((all) => ({ steps: all.map((step, index) => ({ ...step, optional: index % 2 === 1 })) })),
    6,
  )
  const several = anySteps.filter((all) => all.length > 1)
  property(
    'by session, with ties',
    ties,
    fc.record({ steps: several, order, countBy: fc.constant('session'), timeToConvert }),
    6,
  )
  property(
    'a property held, with ties',
    ties,
    fc.record({ steps: several, order, hold: fc.constant(['shop']), timeToConvert }),
    6,
  )
  property(
    'groups, time and times',
    apart,
    fc.record({
      steps: several,
      timeToConvert,
      order: fc.constantFrom('ordered', 'strict', 'unordered'),
      breakdown,
      trendInterval: fc.constant('hour'),
    }),
  )
  const exclude = (from: number, to: number) =>
    fc.array(
      fc.record({
        event: fc.constantFrom('x', 'c'),
        filters: fc.constantFrom([], filter('x')),
        fromStep: fc.constant(from),
        toStep: fc.constant(to),
      }),
      { minLength: 1, maxLength: 2 },
    )
  const atLeastTwo = anySteps.filter((all) => all.length > 1)
  const spoilt = atLeastTwo.chain((all) =>
    fc
      .constantFrom([0, all.length - 1], [0, 1], [all.length - 2, all.length - 1])
      .chain(([from, to]) => fc.record({ steps: fc.constant(all), exclude: exclude(from, to) })),
  )
  property('excluded events, with ties', ties, spoilt, 6)
  property(
    'strict with excluded events',
    apart,
    spoilt.map((more) => ({ ...more, order: 'strict' })),
  )
  property(
    'unordered with excluded events',
    ties,
    atLeastTwo.chain((all) =>
      fc.record({
        steps: fc.constant(all),
        order: fc.constant('unordered'),
        exclude: exclude(0, all.length - 1),
      }),
    ),
  )
})
