/** Attribution on the real engine, against a model that shares out each conversion. */
import {
  ATTRIBUTION_MODELS,
  type AttributionQuery,
  type AttributionResult,
} from '@firefly/protocol/query/attribution'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyLog } from '../../testing/any-log.ts'
import { anyFilters } from '../../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { rounded } from '../../testing/plain.ts'
import { modelAttribution } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const DAY = 86_400_000
const range = { from: '2026-01-08', to: '2026-01-20' }

test('the credit of an order by each model', async () => {
  const at = (day: number, event: string, shop: string, price = ''): Happening => ({
    event,
    person: 'p',
    time: NOON + day * DAY,
    properties: { shop, price },
  })
  const log = [
    at(-20, 'a', 'w'),
    at(0, 'a', 'x'),
    at(7, 'a', 'y'),
    at(7, 'a', 'y'),
    at(7, 'b', '', '100'),
    at(8, 'b', '', '1'),
  ]
  const project = await corpus.put(log.slice(0, 5))
  const shares = async (model: string): Promise<unknown> => {
    const query = {
      kind: 'attribution',
      ...range,
      model,
      touch: { event: 'a' },
      by: 'shop',
      target: { event: 'b', property: 'price' },
    }
    const { groups } = await corpus.ask<AttributionResult>(project, {
      ...query,
      window: { value: 10, unit: 'day' },
    } as never)
    return groups.map(({ value, touches, worth }) => [value, touches, rounded(worth)])
  }
  expect(await shares('first')).toEqual([
    ['x', 1, 100],
    ['y', 2, 0],
  ])
  expect(await shares('last')).toEqual([
    ['y', 2, 100],
    ['x', 1, 0],
  ])
  expect(await shares('linear')).toEqual([
    ['y', 2, 66.666667],
    ['x', 1, 33.333333],
  ])
  expect(await shares('position')).toEqual([
    ['y', 2, 60],
    ['x', 1, 40],
  ])
  expect(await shares('time_decay')).toEqual([
    ['y', 2, 80],
    ['x', 1, 20],
  ])
  const alone = await corpus.ask<AttributionResult>(await corpus.put(log.slice(5)), {
    kind: 'attribution',
    ...range,
    target: { event: 'b' },
  })
  expect(alone).toEqual({
    total: { conversions: 1, value: 1 },
    unattributed: { conversions: 1, value: 1 },
    groups: [],
  })
})

test('any attribution of any log is that of the model', async () => {
  const asked = fc.record({
    model: fc.constantFrom(...ATTRIBUTION_MODELS),
    by: fc.constantFrom('shop', '$event', '$platform'),
    touch: fc.record({ event: fc.constantFrom('a', '$pageview'), filters: anyFilters }),
    target: fc.record({
      event: fc.constantFrom('b', 'a'),
      filters: anyFilters,
      property: fc.constantFrom('price', '$hour'),
    }),
    filters: anyFilters,
    window: fc.constantFrom(1, 5, 30).map((value) => ({ value, unit: 'day' as const })),
    halfLife: fc.constantFrom(1, 7).map((value) => ({ value, unit: 'day' as const })),
  })
  const log = anyLog({ from: NOON - 20 * DAY, to: NOON + 20 * DAY, maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(log, asked, async (events, more) => {
      const query = parseQuery({ kind: 'attribution', ...range, ...more }) as AttributionQuery
      const model = modelAttribution(events, query, Date.UTC(2026, 0, 8), Date.UTC(2026, 0, 21))
      const { groups, unattributed } = await corpus.ask<AttributionResult>(await corpus.put(events), query)
      const none = model.get('none') ?? { conversions: 0, worth: 0 }
      expect([unattributed.conversions, rounded(unattributed.value)]).toEqual([
        none.conversions,
        rounded(none.worth),
      ])
      model.delete('none')
      const ours = new Map(
        groups.map(({ value, conversions, worth }) => [
          `value ${value ?? ''}`,
          [rounded(conversions), rounded(worth)],
        ]),
      )
      expect(ours).toEqual(
        new Map(
          [...model].map(([value, { conversions, worth }]) => [
            value,
            [rounded(conversions), rounded(worth)],
          ]),
        ),
      )
    }),
    { numRuns: 20 },
  )
})
