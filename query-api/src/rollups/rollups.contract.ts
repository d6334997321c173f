/** What is rolled up, against the events themselves: the same answers, whatever was stored, late, twice or long ago. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { QueryInput } from '@firefly/protocol/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { parseQuery } from '../parse.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const HOUR = 3_600_000
const DAY = 24 * HOUR
const [FIRST, LAST] = [Date.UTC(2025, 11, 5), Date.UTC(2026, 2, 5)]
const NOW = Date.UTC(2026, 2, 7)
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }

const day = fc.integer({ min: FIRST / DAY, max: LAST / DAY })
const edge = fc.constantFrom(0, -1, 16 * HOUR, 16 * HOUR - 1, 15 * 60_000 - 1)
const anyPlatform = fc.constantFrom('web', 'h5', '')
const happening = fc.record({
  event: fc.constantFrom('a', 'a', 'b', 'c'),
  person: fc.constantFrom('p', 'q', 'r', 's', 't', 'u'),
  // On the very edges of days here and eight hours further east, and anywhere between; long before, and before 1970.
  time: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(day, edge).map(([at, offset]) => at * DAY + offset) },
    { weight: 2, arbitrary: fc.integer({ min: FIRST, max: LAST }) },
    { weight: 1, arbitrary: fc.integer({ min: Date.UTC(1969, 11, 1), max: FIRST }) },
  ),
  // Ids as the corpus scatters them over joined people, or as they are here, the same text as a user's and as a device's.
  columns: fc.oneof(
    fc.record({ platform: anyPlatform }),
    fc.record({
      platform: anyPlatform,
      user_id: fc.constantFrom('', 'p', 'q'),
      anonymous_id: fc.constantFrom('p', 'x', 'y'),
    }),
  ),
}) satisfies fc.Arbitrary<Happening>

/** Blocks as processors store them; late ones come last, and some are sent again after a failure. */
const blocks = fc.array(
  fc.record({ events: fc.array(happening, { minLength: 10, maxLength: 40 }), times: fc.constantFrom(1, 2) }),
  { minLength: 1, maxLength: 4 },
)

const math = fc.constantFrom('total', 'unique_users', 'weekly_active', 'monthly_active')
const event = fc.constantFrom(undefined, 'a', 'b')
const platform = fc.constantFrom(
  undefined,
  [{ property: '$platform', operator: 'in', value: ['web', ''] }],
  [{ property: '$event', operator: 'neq', value: 'a' }],
)
const interval = fc.constantFrom('hour', 'day', 'day', 'week', 'month')
const kind = fc.oneof(
  fc.record({
    kind: fc.constant('trend'),
    interval,
    series: fc.array(fc.record({ event, math, filters: platform }), { minLength: 1, maxLength: 2 }),
    filters: platform,
    cumulative: fc.constant(false),
    breakdown: fc.constantFrom(undefined, undefined, { property: '$platform', limit: 2 }),
  }),
  fc.record({
    kind: fc.constant('retention'),
    start: fc.record({ event }),
    return: fc.record({ event }),
    period: fc.constantFrom('day', 'week'),
    periods: fc.integer({ min: 1, max: 9 }),
    mode: fc.constantFrom('recurring', 'first_time', 'first_in_range'),
    counting: fc.constantFrom('on', 'on_or_after'),
  }),
  fc.record({ kind: fc.constant('lifecycle'), event, interval: fc.constantFrom('day', 'week') }),
  fc.record({
    kind: fc.constant('stickiness'),
    interval: fc.constantFrom('day', 'week'),
    intervalCount: fc.constantFrom(1, 3),
    series: fc.array(fc.record({ event }), { minLength: 1, maxLength: 2 }),
  }),
)
const question = fc
  .tuple(
    kind,
    fc.constantFrom('UTC', 'UTC', 'Asia/Shanghai', 'Asia/Shanghai', 'Asia/Kathmandu', 'America/New_York'),
    fc.integer({ min: FIRST / DAY + 15, max: LAST / DAY - 20 }),
    fc.integer({ min: 0, max: 40 }),
  )
  .map(([asked, timezone, from, days]) => ({
    ...asked,
    timezone,
    from: new Date(from * DAY).toISOString().slice(0, 10),
    to: new Date((from + days) * DAY).toISOString().slice(0, 10),
  }))

test('every answer from what is rolled up is that of the events', async () => {
  const used = { people_days: 0, event_counts: 0 }
  await fc.assert(
    fc.asyncProperty(
      blocks,
      fc.array(question, { minLength: 12, maxLength: 12 }),
      async (stored, questions) => {
        const project = await corpus.put([])
        for (const { events, times } of stored) await corpus.add(project, events, times)
        for (const asked of questions) {
          const answers = [true, false].map((rolledUp) => ask(project, asked as QueryInput, rolledUp, used))
          const [rolled, plain] = await Promise.all(answers)
          expect(rolled, JSON.stringify(asked)).toEqual(plain)
        }
      },
    ),
    { numRuns: 12 },
  )
  expect(used.people_days).toBeGreaterThan(10)
  expect(used.event_counts).toBeGreaterThan(3)
})

async function ask(
  project: string,
  asked: QueryInput,
  rolledUp: boolean,
  used: Record<string, number>,
): Promise<unknown> {
  const watched: Store = {
    ...corpus.store,
    query: (select, limits) => {
      for (const table of Object.keys(used))
        if (select.sql.includes(table)) used[table] = (used[table] ?? 0) + 1
      if (!rolledUp) expect(select.sql).not.toMatch(/people_days|event_counts/)
      return corpus.store.query(select, limits)
    },
  }
  const options = { store: watched, project, limits: LIMITS, timezone: 'UTC', now: NOW, rolledUp }
  return (await answerQuery(parseQuery(asked), options)).result
}

test('a block that is stored again under its name is rolled up once', async () => {
  const events = [{ event: 'a', person: 'p', time: FIRST }]
  const project = await corpus.put([])
  await corpus.add(project, events, 3)
  await corpus.add(project, events, 2)
  const counted = sql`SELECT sum(events) AS events FROM event_counts WHERE project = ${bind('String', project)}`
  const { rows } = await corpus.store.query<{ events: string }>(statement(counted))
  expect(rows).toEqual([{ events: '2' }])
})
