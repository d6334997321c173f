/** Realtime on the real engine, against a model that counts each list by itself. */
import type { RealtimeResult } from '@firefly/protocol/query/realtime'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { modelRealtime } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOW = Date.UTC(2026, 0, 10, 12, 30, 20)
const MINUTE = 60_000

test('any last minutes are those of the model', async () => {
  const happening = fc.record({
    event: fc.constantFrom('a', 'b', '$pageview'),
    person: fc.constantFrom('p', 'q', 'r'),
    time: fc.integer({ min: NOW - 12 * MINUTE, max: NOW + 2 * MINUTE }),
    columns: fc.record({
      platform: fc.constantFrom('web', 'h5', ''),
      pathname: fc.constantFrom('', '/', '//', '/x', '/x/', '/y/z///', 'x'),
    }),
  }) satisfies fc.Arbitrary<Happening>
  const log = fc.array(happening, { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(
      log,
      // Also so many that what is marked takes several numbers, or fits in none.
      fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 60, max: 64 })),
      fc.integer({ min: 1, max: 4 }),
      async (events, minutes, limit) => {
        const query = { kind: 'realtime' as const, minutes, limit }
        const result = await corpus.ask<RealtimeResult>(await corpus.put(events), query, NOW)
        const perMinute = result.perMinute.map((one) => ({
          ...one,
          minute: new Date(one.minute).toISOString(),
        }))
        expect({ ...result, perMinute }).toEqual(modelRealtime(events, minutes, limit, NOW))
      },
    ),
    { numRuns: 25 },
  )
})

test('a moment of the past can be looked back from, and nothing is told of the future', async () => {
  const project = await corpus.put([{ event: 'a', person: 'p', time: NOW - 20 * MINUTE }])
  const ask = (more: object) =>
    corpus.ask<RealtimeResult>(project, { kind: 'realtime', minutes: 5, ...more }, NOW)
  expect(await ask({ to: '2026-01-10T12:12:00Z' })).toMatchObject({ activeUsers: 1 })
  expect(
    (await ask({ to: '2026-01-10T12:12:30Z' })).perMinute.map(({ minute }) => minute.slice(11, 16)),
  ).toEqual(['12:08', '12:09', '12:10', '12:11', '12:12'])
  expect((await ask({ from: '2026-01-10T12:29:00Z' })).perMinute).toHaveLength(2)
  expect(await ask({ from: '2026-02-01' })).toMatchObject({ activeUsers: 0, perMinute: [] })
})
