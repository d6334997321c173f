/** Funnels of people who have a row each, on the real engine, against those of the events: whoever has several is found and gathered. */
import type { Statement } from '@firefly/clickhouse/sql'
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import type { QueryInput } from '@firefly/protocol/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../../answer.ts'
import { parseQuery } from '../../parse.ts'
import { joinsFew } from '../../rollups/few.ts'
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
  time: fc.integer({ min: -300, max: 1_000 }).map((hours) => FIRST + hours * HOUR),
})
/** As a device the person is the same id, and another row. */
const asDevice = (one: Happening): Happening => ({
  ...one,
  columns: { user_id: '', anonymous_id: one.person },
})
/** Another id, which is joined with theirs or not. */
const byPhone = (one: Happening): Happening => ({
  ...one,
  columns: { user_id: '', anonymous_id: `${one.person}~phone` },
})
const stored = fc.record({
  blocks: fc.array(fc.array(happening, { minLength: 5, maxLength: 40 }), { minLength: 1, maxLength: 3 }),
  device: fc.constantFrom(undefined, undefined, undefined, 'q'),
  phones: fc.constantFrom<string[]>([], ['q'], ['q', 'r']),
  joined: fc.constantFrom<string[]>([], ['q'], ['q', 's']),
})
const dayAfter = (days: number): string => new Date(FIRST + days * 24 * HOUR).toISOString().slice(0, 10)
const question = fc
  .record({
    names: fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 }),
    hours: fc.integer({ min: 1, max: 400 }),
    from: fc.integer({ min: -12, max: 15 }),
    days: fc.integer({ min: 1, max: 40 }),
    timezone: fc.constantFrom('UTC', 'UTC', 'Asia/Kathmandu'),
  })
  .map(({ names, hours, from, days, timezone }) => ({
    kind: 'funnel' as const,
    timezone,
    from: dayAfter(from),
    to: dayAfter(from + days),
    steps: names.map((event) => ({ event })),
    window: { value: hours, unit: 'hour' as const },
    timeToConvert: names.length > 1 ? {} : undefined,
  }))

test('people, medians, averages and times are those of the events, whoever has how many rows', async () => {
  const asked = { single: 0, gathered: 0, both: 0 }
  const questions = fc.array(question, { minLength: 6, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(stored, questions, async ({ blocks, device, phones, joined }, all) => {
      const project = await corpus.put([])
      for (const [at, block] of blocks.entries())
        await corpus.add(
          project,
          block.map((one, place) => {
            if (place % 2 === 0 && phones.includes(one.person)) return byPhone(one)
            return at > 0 && one.person === device ? asDevice(one) : one
          }),
        )
      await join(project, joined)
      for (const one of all) {
        const [rolled, plain] = [await ask(project, one, true, asked), await ask(project, one, false)]
        expect(rolled, JSON.stringify(one)).toEqual(plain)
      }
    }),
    { numRuns: 8 },
  )
  expect(asked.single).toBeGreaterThan(0)
  expect(asked.both).toBeGreaterThan(0)
}, 120_000)

test('an id that is a user’s and a device’s is one person, whose lists are gathered', async () => {
  const at = (event: string, hours: number): Happening => ({ event, person: 'p', time: FIRST + hours * HOUR })
  const project = await corpus.put([at('a', 1), asDevice(at('b', 2)), { ...at('a', 3), person: 'q' }])
  const asked = { single: 0, gathered: 0 }
  const steps = [{ event: 'a' }, { event: 'b' }]
  const query = { kind: 'funnel' as const, from: '2026-01-01', to: '2026-01-02', steps }
  expect(await ask(project, query, true, asked)).toMatchObject({ steps: [{ count: 2 }, { count: 1 }] })
  // The answer from single rows would do: the second step has one row of that person.
  expect(asked).toEqual({ single: 1, gathered: 0 })
  await corpus.add(project, [at('b', 4)])
  expect(await ask(project, query, true, asked)).toMatchObject({ steps: [{ count: 2 }, { count: 1 }] })
  expect(asked).toEqual({ single: 2, gathered: 1 })
})

test('whoever got new numbers when they were joined does not make the joined few', async () => {
  const project = await corpus.put([])
  const links = Array.from({ length: 1_001 }, (_, at) => `p${at}`)
  await join(project, links)
  const ask = async <Row>(one: Statement): Promise<Row[]> => (await corpus.store.query<Row>(one)).rows
  const number = (numbering: number): Promise<void> =>
    corpus.store.insert({
      table: 'id_numbers',
      columns: ['project', 'numbering', 'person_id', 'is_anonymous', 'number'],
      lines: Buffer.from(
        Array.from({ length: 8_008 }, (_, at) => `${JSON.stringify([project, numbering, at, 0, at + 1])}\n`)
          .slice(numbering === 1 ? 0 : 1)
          .join(''),
      ),
      token: `${project} ${numbering}`,
    })
  expect(await joinsFew(project, ask)).toBe(false)
  await number(1)
  expect(await joinsFew(project, ask)).toBe(true)
  await number(2)
  expect(await joinsFew(project, ask)).toBe(true)
  await corpus.store.insert({
    table: 'settled_numbers',
    columns: ['project', 'settled_at', 'since', 'numbering', 'generation'],
    lines: Buffer.from(`${JSON.stringify([project, '2026-01-01 00:00:00', '2026-01-01 00:00:00', 2, 0])}\n`),
    token: `${project} settled`,
  })
  // One less than eight ids a link.
  expect(await joinsFew(project, ask)).toBe(false)
})

async function join(project: string, people: readonly string[]): Promise<void> {
  const links = people.map((to) => ({ project, kind: 'identify' as const, from: `${to}~phone`, to }))
  const said = { time: FIRST, partition: 0, offset: 0, place: 0, messageId: '' }
  if (links.length === 0) return
  await corpus.store.insert(
    linkBlock(
      links.map((link) => ({ ...link, ...said })),
      `${project} links`,
    ),
  )
}

async function ask(
  project: string,
  query: QueryInput,
  rolledUp: boolean,
  asked: { single: number; gathered: number; both?: number } = { single: 0, gathered: 0 },
): Promise<unknown> {
  const watched = (one: Statement, ...rest: [object, AbortSignal]): ReturnType<typeof corpus.store.query> => {
    if (one.sql.includes('areSingle')) asked.single++
    if (one.sql.includes('areSingle') && one.sql.includes('joined_id')) asked.both = (asked.both ?? 0) + 1
    if (one.sql.includes('groupArrayArrayIf')) asked.gathered++
    return corpus.store.query(one, ...rest)
  }
  const store = { ...corpus.store, query: watched as typeof corpus.store.query }
  const options = { store, project, limits: LIMITS, timezone: 'UTC', now: Date.UTC(2026, 3, 1), rolledUp }
  return (await answerQuery(parseQuery(query), options)).result
}
