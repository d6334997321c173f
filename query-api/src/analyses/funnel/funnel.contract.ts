/** The ordered funnel on the real engine, against a model that tries every chain. */
import type { FunnelResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { rounded } from '../../testing/plain.ts'
import { type ModelStep, modelFunnel } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const START = Date.UTC(2026, 0, 10)
const SECOND = 1_000
const range = { from: '2026-01-01', to: '2026-01-31' }
const at = (event: string, second: number, more: Partial<Happening> = {}): Happening => ({
  event,
  person: 'p',
  time: START + second * SECOND,
  ...more,
})
const window = (seconds: number) => ({ value: seconds, unit: 'second' as const })
const steps = (...events: string[]) => events.map((event) => ({ event }))
const funnel = async (events: Happening[], names: string[], seconds: number): Promise<FunnelResult> =>
  corpus.ask<FunnelResult>(await corpus.put(events), {
    kind: 'funnel',
    ...range,
    steps: steps(...names),
    window: window(seconds),
  })
const counts = ({ steps: all }: FunnelResult): number[] => all.map(({ count }) => count)

describe('the last edge case', () => {
  const cases: [string, Happening[], string[], number, number[]][] = [
    ['other events may lie between', [at('a', 0), at('x', 1), at('b', 2)], ['a', 'b'], 10, [1, 1]],
    ['steps in the wrong order do not count', [at('b', 0), at('a', 1)], ['a', 'b'], 10, [1, 0]],
    [
      'the window is inclusive and counts from the first step',
      [at('a', 0), at('b', 6), at('c', 10)],
      ['a', 'b', 'c'],
      10,
      [1, 1, 1],
    ],
    [
      'one second beyond the window is too late',
      [at('a', 0), at('b', 6), at('c', 11)],
      ['a', 'b', 'c'],
      10,
      [1, 1, 0],
    ],
    [
      'a later start can reach further than the first',
      [at('a', 0), at('a', 20), at('b', 25)],
      ['a', 'b'],
      10,
      [1, 1],
    ],
    [
      'an earlier start may be the one that counts',
      [at('a', 0), at('b', 5), at('a', 8), at('c', 9)],
      ['a', 'b', 'c'],
      10,
      [1, 1, 1],
    ],
    [
      'two events of one instant may follow one another either way',
      [at('b', 0), at('a', 0)],
      ['a', 'b'],
      10,
      [1, 1],
    ],
    ['one event satisfies one step', [at('a', 0)], ['a', 'a'], 10, [1, 0]],
    [
      'the same step twice needs two events',
      [at('a', 0), at('a', 0), at('a', 3)],
      ['a', 'a', 'a'],
      10,
      [1, 1, 1],
    ],
    [
      'a step that comes twice may meet its two events around another of the same instant',
      [at('b', 0), at('a', 0), at('a', 0)],
      ['a', 'b', 'a'],
      10,
      [1, 1, 1],
    ],
    [
      'what was done before the instant leaves more of it for later steps',
      [at('a', 0), at('a', 5), at('b', 5)],
      ['a', 'b', 'a'],
      10,
      [1, 1, 1],
    ],
    [
      'of many events in one instant each is one step',
      Array.from({ length: 13 }, () => at('a', 0)),
      Array.from({ length: 14 }, () => 'a'),
      10,
      [...Array<number>(13).fill(1), 0],
    ],
    ['nobody at all', [], ['a', 'b'], 10, [0, 0]],
  ]
  for (const [name, events, names, seconds, expected] of cases)
    test(name, async () => expect(counts(await funnel(events, names, seconds))).toEqual(expected))

  test('only what lies inside the range counts, for every step', async () => {
    const project = await corpus.put([at('a', 0), at('b', 5), at('a', -20), at('b', -15)])
    const inside = { from: new Date(START - 10_000).toISOString(), to: new Date(START + 5_000).toISOString() }
    const result = await corpus.ask<FunnelResult>(project, {
      kind: 'funnel',
      ...inside,
      steps: steps('a', 'b'),
    })
    expect(counts(result)).toEqual([1, 0])
  })

  test('conversion and times come from the first attempt that reaches furthest', async () => {
    const one = [at('a', 0), at('b', 4), at('c', 9), at('a', 100), at('b', 101), at('c', 102)]
    const two = [at('a', 0, { person: 'q' }), at('b', 8, { person: 'q' })]
    const { steps: all } = await funnel([...one, ...two, at('a', 0, { person: 'r' })], ['a', 'b', 'c'], 60)
    expect(all.map(({ count }) => count)).toEqual([3, 2, 1])
    expect(all[1]).toMatchObject({
      conversion: 2 / 3,
      conversionFromPrevious: 2 / 3,
      medianSecondsFromPrevious: 6,
      averageSecondsFromPrevious: 6,
    })
    expect(all[2]).toMatchObject({
      conversion: 1 / 3,
      conversionFromPrevious: 1 / 2,
      medianSecondsFromPrevious: 5,
    })
    expect(all[0]).toMatchObject({
      conversion: 1,
      conversionFromPrevious: 1,
      medianSecondsFromPrevious: null,
    })
  })

  test('filters of the question and of a step both hold', async () => {
    const shop = (value: string) => ({ properties: { shop: value } })
    const project = await corpus.put([
      at('a', 0, shop('x')),
      at('b', 1, shop('y')),
      at('b', 2, { ...shop('x'), person: 'q' }),
      at('a', 1, { ...shop('x'), person: 'q' }),
    ])
    const filter = (value: string) => [{ property: 'shop', operator: 'eq' as const, value }]
    const byStep = {
      kind: 'funnel' as const,
      ...range,
      steps: [{ event: 'a' }, { event: 'b', filters: filter('x') }],
    }
    expect(counts(await corpus.ask(project, byStep))).toEqual([2, 1])
    expect(counts(await corpus.ask(project, { ...byStep, filters: filter('y') }))).toEqual([0, 0])
  })
})

/** Each run asks about several people at once, since a question costs more than a person. */
const PEOPLE = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w']
const FILLED = ['', 'x', 'y', 'z']

const figures = ({ steps: all }: FunnelResult): ModelStep[] =>
  all.map(({ count, medianSecondsFromPrevious: median, averageSecondsFromPrevious: average }) => ({
    count,
    median: rounded(median),
    average: rounded(average),
  }))

/** A step of a random funnel: an event, and what must be filled in for it to count. */
interface Wanted {
  event: string
  has?: Record<string, string>
}
const satisfies =
  ({ event, has = {} }: Wanted) =>
  (one: Happening): boolean =>
    one.event === event &&
    Object.entries(has).every(([property, value]) => one.properties?.[property] === value)
const asked = ({ event, has = {} }: Wanted) => ({
  event,
  filters: Object.entries(has).map(([property, value]) => ({ property, operator: 'eq' as const, value })),
})

async function compare(
  events: readonly Happening[],
  wanted: readonly Wanted[],
  seconds: number,
): Promise<void> {
  const result = await corpus.ask<FunnelResult>(await corpus.put(events), {
    kind: 'funnel',
    ...range,
    steps: wanted.map(asked),
    window: window(seconds),
  })
  expect(figures(result)).toEqual(modelFunnel(events, wanted.map(satisfies), seconds * SECOND))
}

describe('any log', () => {
  const names = ['a', 'b', 'c', 'd']
  const happening = fc.record({
    event: fc.constantFrom(...names, 'x'),
    person: fc.constantFrom(...PEOPLE),
    time: fc.integer({ min: 0, max: 12 }).map((second) => START + second * SECOND),
  })
  const log = fc.array(happening, { maxLength: 70 })
  const seconds = fc.integer({ min: 0, max: 14 }).map((value) => value || 0.001)

  test('steps of different events: people, medians and averages are those of a model that tries every chain', async () => {
    const wanted = fc.shuffledSubarray(names, { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(log, wanted, seconds, (events, each, window) =>
        compare(
          events,
          each.map((event) => ({ event })),
          window,
        ),
      ),
      { numRuns: 60 },
    )
  })

  test('steps that come again: the same, with ties and any window', async () => {
    const wanted = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(log, wanted, seconds, (events, each, window) =>
        compare(
          events,
          each.map((event) => ({ event })),
          window,
        ),
      ),
      { numRuns: 60 },
    )
  })

  test('steps whose conditions overlap are matched to the events of one instant in the best way there is', async () => {
    const crowd = fc.array(
      fc.record({
        event: fc.constantFrom('a', 'a', 'a', 'b'),
        person: fc.constantFrom(...PEOPLE),
        time: fc.integer({ min: 0, max: 2 }).map((second) => START + second * SECOND),
        properties: fc.record({ shop: fc.constantFrom(...FILLED), kind: fc.constantFrom('', 'k') }),
      }),
      { maxLength: 45 },
    )
    const wanted = fc.array(
      fc.constantFrom<Wanted>(
        { event: 'a' },
        { event: 'b' },
        { event: 'a', has: { shop: 'x' } },
        { event: 'a', has: { shop: 'y' } },
        { event: 'a', has: { kind: 'k' } },
        { event: 'a', has: { shop: 'x', kind: 'k' } },
      ),
      { minLength: 2, maxLength: 5 },
    )
    await fc.assert(fc.asyncProperty(crowd, wanted, fc.constantFrom(0.001, 1, 60), compare), { numRuns: 60 })
  })
})

test('a robot with a hundred thousand events in one second does not keep anybody waiting', async () => {
  const busy = Array.from({ length: 100_000 }, (_, index) => ({
    ...at(['a', 'b', 'c'][index % 3] ?? 'a', 0),
    time: START + Math.floor(index / 100),
  }))
  const project = await corpus.put([...busy, at('a', 0, { person: 'q' })])
  const ask = (...events: string[]) =>
    corpus.ask<FunnelResult>(project, { kind: 'funnel', ...range, steps: steps(...events) })
  expect(counts(await ask('a', 'b', 'c'))).toEqual([2, 1, 1])
  expect(counts(await ask('a', 'a', 'b'))).toEqual([2, 1, 1])
})
