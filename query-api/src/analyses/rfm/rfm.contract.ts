/** RFM on the real engine, against a model that scores each person. */
import type { RfmResult } from '@firefly/protocol/query/rfm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grouped } from '../../grouped.ts'
import { anyLog } from '../../testing/any-log.ts'
import { type Corpus, openCorpus } from '../../testing/corpus.ts'
import { numberIn } from '../../testing/filters.ts'
import { peopleOf } from '../../testing/plain.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const END = Date.UTC(2026, 0, 21)

test('people by scores: as many above each bound as the model counts', async () => {
  const people = ['p', 'q', 'r', 's', 't', 'u', 'v']
  const log = anyLog({ from: END - 10 * DAY, to: END - 1, maxLength: 60, people, events: ['a'] })
  await fc.assert(
    fc.asyncProperty(log, fc.integer({ min: 2, max: 5 }), async (events, scores) => {
      const query = {
        kind: 'rfm' as const,
        from: '2026-01-01',
        to: '2026-01-20',
        event: 'a',
        property: 'price',
        scores,
      }
      const result = await corpus.ask<RfmResult>(await corpus.put(events), query)
      const bought = peopleOf(events).map((own) => [
        (Math.max(...own.map(({ time }) => time)) - END) / 1000,
        own.length,
        own.reduce((sum, one) => sum + (numberIn(one.properties?.['price'] ?? '') ?? 0), 0),
      ])
      const bounds = [0, 1, 2].map((measure) => {
        const sorted = bought.map((one) => one[measure] ?? 0).toSorted((a, b) => a - b)
        return Array.from(
          { length: scores - 1 },
          (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / scores) - 1] ?? 0,
        )
      })
      const scoreOf = (one: readonly number[]): string =>
        bounds.map((of, measure) => 1 + of.filter((bound) => (one[measure] ?? 0) > bound).length).join(' ')
      const model = new Map([...grouped(bought, scoreOf)].map(([score, of]) => [score, of.length]))
      expect(result.users).toBe(bought.length)
      expect(
        new Map(
          result.groups.map(({ recency, frequency, monetary, users }) => [
            `${recency} ${frequency} ${monetary}`,
            users,
          ]),
        ),
      ).toEqual(model)
    }),
    { numRuns: 20 },
  )
})

test('nobody has no scores', async () => {
  const query = { kind: 'rfm' as const, from: '2026-01-01', to: '2026-01-20', event: 'a', property: 'price' }
  expect(await corpus.ask<RfmResult>(await corpus.put([]), query)).toEqual({
    users: 0,
    bounds: { recencySeconds: [], frequency: [], monetary: [] },
    groups: [],
  })
})
