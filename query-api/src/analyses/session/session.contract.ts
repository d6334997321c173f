/** Sessions on the real engine, against a model that measures each one. */
import type { SessionResult } from '@firefly/protocol/query/session'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { rounded } from '../../testing/plain.ts'
import { modelSessions } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const MINUTE = 60_000

test('any sessions are those of the model, in all, by bucket, by entry and by exit', async () => {
  const happening = fc.record({
    event: fc.constantFrom('a', '$pageview', '$pageview', '$screen'),
    person: fc.constantFrom('p', 'q', 'r'),
    session: fc.constantFrom('', '', 's', 't'),
    minute: fc.integer({ min: 0, max: 600 }),
    columns: fc.record({ pathname: fc.constantFrom('', '/', '/x', '/x/', '/y//') }),
    properties: fc.record({ name: fc.constantFrom('', 'Cart') }),
  })
  const log = fc.array(happening, { maxLength: 60 }).map((all) =>
    // Order among events of one instant is that of arrival, so none share one.
    all.map(
      ({ minute, ...one }, index): Happening => ({
        ...one,
        time: NOON + (minute - 300) * MINUTE + index * 7,
      }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(log, fc.integer({ min: 1, max: 4 }), async (events, limit) => {
      const query = {
        kind: 'session' as const,
        from: '2026-01-10',
        to: '2026-01-10',
        interval: 'hour' as const,
        limit,
      }
      const { buckets, ...result } = await corpus.ask<SessionResult>(await corpus.put(events), query)
      const starts = buckets.map(({ bucket }) => Date.parse(bucket))
      const model = modelSessions(events, starts, limit)
      const labelled = model.buckets.map((figures, at) => ({ bucket: buckets[at]?.bucket, ...figures }))
      expect(inMicros({ ...result, buckets })).toEqual(inMicros({ ...model, buckets: labelled }))
    }),
    { numRuns: 20 },
  )
})

/** Two ways of adding up floats end differently. */
const inMicros = (value: object): unknown =>
  JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? rounded(one) : one)))
