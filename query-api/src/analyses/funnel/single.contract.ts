/** Funnels of people who have a row each, on the real engine, against those of the events: whoever has several is found and gathered. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { QueryInput } from '@firefly/protocol/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../../answer.ts'
import { parseQuery } from '../../parse.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
})
afterAll(() => corpus.close())

const HOUR = 3_600_000
const FIRST = Date.UTC(2026, 0, 1)
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }

const happening: fc.Arbitrary<Happening> = fc.record({
  event: fc.constantFrom('a', 'a', 'b', 'b', 'c'),
  person: fc.constantFrom('p', 'q', 'r', 's', 't'),
  // Ties are as likely as gaps longer than a window, and some lie outside of the range and of the month.
  time: fc.integer({ min: -30, max: 800 }).map((hours) => FIRST + hours * HOUR),
})
/** As a device the person is the same id, and another row. */
const asDevice = (one: Happening): Happening => ({
  ...one,
  columns: { user_id: '', anonymous_id: one.person },
})
const stored = fc.record({
  blocks: fc.array(fc.array(happening, { minLength: 5, maxLength: 40 }), { minLength: 1, maxLength: 3 }),
  device: fc.constantFrom(undefined, undefined, 'q'),
})
const question = fc
  .record({
    names: fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 }),
    hours: fc.integer({ min: 1, max: 400 }),
    days: fc.tuple(fc.integer({ min: 2, max: 15 }), fc.integer({ min: 15, max: 31 })),
    timezone: fc.constantFrom('UTC', 'UTC', 'Asia/Kathmandu'),
  })
  .map(({ names, hours, days: [from, to], timezone }) => ({
    kind: 'funnel' as const,
    timezone,
    from: `2026-01-${String(from).padStart(2, '0')}`,
    to: `2026-01-${to}`,
    steps: names.map((event) => ({ event })),
    window: { value: hours, unit: 'hour' as const },
    timeToConvert: names.length > 1 ? {} : undefined,
  }))

test('people, medians, averages and times are those of the events, whoever has how many rows', async () => {
  const asked = { single: 0, gathered: 0 }
  const questions = fc.array(question, { minLength: 8, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(stored, questions, async ({ blocks, device }, all) => {
      const project = await corpus.put([])
      for (const [at, block] of blocks.entries())
        await corpus.add(
          project,
          block.map((one) => (at > 0 && one.person === device ? asDevice(one) : one)),
        )
      for (const one of all) {
        const [rolled, plain] = [await ask(project, one, true, asked), await ask(project, one, false)]
        expect(rolled, JSON.stringify(one)).toEqual(plain)
      }
    }),
    { numRuns: 12 },
  )
  expect(asked.single).toBeGreaterThan(asked.gathered)
  // All of them in one month, so that nothing but several rows makes them be gathered.
  expect(asked.gathered).toBeGreaterThan(0)
}, 120_000)

async function ask(
  project: string,
  query: QueryInput,
  rolledUp: boolean,
  asked = { single: 0, gathered: 0 },
): Promise<unknown> {
  const watched = (one: Statement, ...rest: [object, AbortSignal]): ReturnType<typeof corpus.store.query> => {
    if (one.sql.includes('areSingle')) asked.single++
    if (one.sql.includes('groupArrayArrayIf')) asked.gathered++
    return corpus.store.query(one, ...rest)
  }
  const store = { ...corpus.store, query: watched as typeof corpus.store.query }
  const options = { store, project, limits: LIMITS, timezone: 'UTC', now: Date.UTC(2026, 3, 1), rolledUp }
  return (await answerQuery(parseQuery(query), options)).result
}
