/** Computed properties on the real engine, wherever a property may stand, against a model that works each out by itself. */
import type { QueryInput } from '@firefly/protocol/query'
import type { TrendResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyLog } from '../testing/any-log.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import { textIn as propertyIn } from '../testing/filters.ts'
import { grouped } from '../grouped.ts'
import { textIn, valueOf } from './model.ts'
import { parseComputed } from './parse.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-10', to: '2026-01-10' }

const { text } = fc.letrec<{ text: string; number: string; yes: string }>((tie) => {
  const call = (name: string, ...given: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...given).map((all) => `${name}(${all.join(', ')})`)
  const beside = (signs: readonly string[], left: fc.Arbitrary<string>, right: fc.Arbitrary<string>) =>
    fc.tuple(left, fc.constantFrom(...signs), right).map(([a, sign, b]) => `(${a} ${sign} ${b})`)
  const COMPARISONS = ['=', '!=', '<', '<=', '>', '>=']
  return {
    text: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom('shop', 'price', '[nobody has it]', '$event', '$hour', "'x'", '"A b"'),
      call('lower', tie('text')),
      call('upper', tie('text')),
      call('concat', tie('text'), tie('text'), tie('text')),
      call('coalesce', tie('text'), tie('text')),
      call('if', tie('yes'), tie('text'), tie('text')),
      tie('number'),
      tie('yes'),
    ),
    number: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom('0', '7', '12.5', '100'),
      call('number', tie('text')),
      call('length', tie('text')),
      call('round', tie('number')),
      call('floor', tie('number')),
      call('bucket', tie('number'), fc.constantFrom('5', '10', '0')),
      beside(['+', '-', '*', '/'], tie('number'), tie('text')),
    ),
    yes: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      call('contains', tie('text'), tie('text')),
      call('starts', tie('text'), tie('text')),
      call('not', tie('yes')),
      beside(COMPARISONS, tie('text'), tie('text')),
      beside(COMPARISONS, tie('number'), tie('text')),
      beside(['and', 'or'], tie('yes'), tie('yes')),
    ),
  }
})

test('any computed property of any log groups events as the model does', async () => {
  const log = anyLog({ from: NOON, to: NOON + 3_600_000, maxLength: 40 })
  const property = text.map((one) => `= ${one}`).filter((one) => one.length <= 200)
  await fc.assert(
    fc.asyncProperty(log, fc.array(property, { minLength: 1, maxLength: 4 }), async (events, properties) => {
      const project = await corpus.put(events)
      for (const one of properties) {
        const tree = parseComputed(one)
        const { series } = await corpus.ask<TrendResult>(project, {
          kind: 'trend',
          ...range,
          series: [{}],
          breakdown: { property: one, limit: 1_000 },
        })
        const model = grouped(events, (event) =>
          comparable(textIn(valueOf(tree, (name) => propertyIn(event, name, 'UTC')))),
        )
        expect([
          one,
          new Map(series.map(({ breakdown, total }) => [comparable(breakdown ?? ''), total])),
        ]).toEqual([one, new Map([...model].map(([value, of]) => [value, of.length]))])
      }
    }),
    { numRuns: 20 },
  )
})

/** The engine and JavaScript write very large numbers, and the last digits of fractions, each in their own way. */
const comparable = (value: string): string => {
  const number = Number(value)
  return value !== '' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) && Number.isFinite(number)
    ? String(Number(number.toPrecision(9)))
    : value
}

test('in filters, sums, funnels and paths; a wrong one is named by its place', async () => {
  const order = (person: string, price: string, url: string) => ({
    event: 'order',
    person,
    time: NOON,
    properties: { price, number_of: '2', url },
    columns: { url },
  })
  const project = await corpus.put([
    order('p', '30', 'https://shop.example/a/b?ref=news%20letter'),
    order('q', '7', 'https://other.example/c'),
  ])
  const total = async (more: object): Promise<unknown> =>
    (await corpus.ask<TrendResult>(project, { kind: 'trend', ...range, series: [{}], ...more })).series.map(
      ({ breakdown, total: all }) => [breakdown ?? null, all],
    )
  const large = { property: "= if(price >= 10, 'large', 'small')", operator: 'eq', value: 'large' }
  expect(await total({ filters: [large] })).toEqual([[null, 1]])
  expect(await total({ series: [{ math: 'sum', property: '= price * number_of' }] })).toEqual([[null, 74]])
  expect(await total({ breakdown: { property: '= host($url)' } })).toEqual([
    ['other.example', 1],
    ['shop.example', 1],
  ])
  expect(await total({ breakdown: { property: "= parameter($url, 'ref')" } })).toEqual([
    [null, 1],
    ['news letter', 1],
  ])
  expect(await total({ breakdown: { property: "= extract(path($url), '^/([a-z])')" } })).toEqual([
    ['a', 1],
    ['c', 1],
  ])
  const path = { kind: 'path', ...range, by: '= bucket(price, 10)' } as QueryInput
  expect(await corpus.ask(project, path)).toBeDefined()
  const wrong: [string, RegExp][] = [
    ['= price +', /at the end/],
    ['= magic(price)', /lower.*character 3/],
    ['= if(price, 1, 2)', /holds or not.*character 6/],
    ['= lower()', /character 9/],
    ['= price price', /the end at character 9/],
    ['= round(1, 2)', /\) at character 10/],
    ["= extract($url, '(')", /RE2/],
    ['=', /at the end/],
  ]
  for (const [property, message] of wrong)
    await expect(total({ breakdown: { property } })).rejects.toMatchObject({
      issues: [{ path: 'breakdown.property', message: expect.stringMatching(message) }],
    })
  const unset = { property: '= oops(', operator: 'is_set' }
  await expect(total({ filters: [unset] })).rejects.toMatchObject({
    issues: [{ path: 'filters.0.property' }],
  })
})
