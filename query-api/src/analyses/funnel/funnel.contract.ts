/** The ordered funnel on the real engine, against a model that tries every chain. */
import type { FunnelResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../corpus.ts'
import { modelFunnel } from './model.ts'

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

describe('any log', () => {
  const shops = ['x', 'y']
  const names = ['a', 'b', 'c']
  const happening = fc.record({
    event: fc.constantFrom(...names, 'x'),
    person: fc.constantFrom(...PEOPLE),
    time: fc.integer({ min: 0, max: 12 }).map((second) => START + second * SECOND),
  })
  const asked = fc.record({
    events: fc.array(happening, { maxLength: 60 }),
    wanted: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
    seconds: fc.integer({ min: 1, max: 14 }),
  })
  test('the engine counts what the model counts, with ties, repeated steps and any window', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ events, wanted, seconds }) => {
        const model = modelFunnel(
          events,
          wanted.map(
            (name) =>
              ({ event }: Happening) =>
                event === name,
          ),
          seconds * SECOND,
        )
        expect(counts(await funnel(events, wanted, seconds))).toEqual(model)
      }),
      { numRuns: 60 },
    )
  })

  test('steps whose conditions overlap are matched to the events of one instant in the best way there is', async () => {
    const overlapping = fc.record({
      events: fc.array(
        fc.record({
          event: fc.constant('a'),
          person: fc.constantFrom(...PEOPLE),
          time: fc.integer({ min: 0, max: 2 }).map((second) => START + second * SECOND),
          properties: fc.record({ shop: fc.constantFrom('', ...shops), kind: fc.constantFrom('', 'k') }),
        }),
        { maxLength: 40 },
      ),
      wanted: fc.array(
        fc.constantFrom<Record<string, string>>(
          {},
          { shop: 'x' },
          { shop: 'y' },
          { kind: 'k' },
          { shop: 'x', kind: 'k' },
        ),
        { minLength: 2, maxLength: 4 },
      ),
    })
    await fc.assert(
      fc.asyncProperty(overlapping, async ({ events, wanted }) => {
        const matches = wanted.map(
          (properties) => (one: Happening) =>
            Object.entries(properties).every(([property, value]) => one.properties?.[property] === value),
        )
        const asked = wanted.map((properties) => ({
          event: 'a',
          filters: Object.entries(properties).map(([property, value]) => ({
            property,
            operator: 'eq' as const,
            value,
          })),
        }))
        const project = await corpus.put(events)
        const result = await corpus.ask<FunnelResult>(project, {
          kind: 'funnel',
          ...range,
          steps: asked,
          window: window(60),
        })
        expect(counts(result)).toEqual(modelFunnel(events, matches, 60 * SECOND))
      }),
      { numRuns: 40 },
    )
  })
})
