/** What is rolled up, against the events themselves: the same answers, whatever was stored, late, twice or long ago. */
import { bind, name, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { QueryInput } from '@firefly/protocol/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { parseQuery } from '../parse.ts'
import { numberAll } from './numbers.ts'
import { createSealing } from './sealing.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { forget } from '../testing/forget.ts'

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
/** In months few enough that a part of each, in every block, does not become what is measured. */
const longAgo = fc.constantFrom(Date.UTC(1969, 11, 1), Date.UTC(2004, 1, 1), Date.UTC(2025, 9, 30))
const anyPlatform = fc.constantFrom('web', 'h5', '')
const happening = fc.record({
  event: fc.constantFrom('a', 'a', 'b', 'c'),
  person: fc.constantFrom('p', 'q', 'r', 's', 't', 'u'),
  // On the very edges of days here and eight hours further east, and anywhere between; long before, and before 1970.
  time: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(day, edge).map(([at, offset]) => at * DAY + offset) },
    { weight: 2, arbitrary: fc.integer({ min: FIRST, max: LAST }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(longAgo, fc.integer({ min: 0, max: 31 * DAY - 1 }))
        .map(([from, after]) => from + after),
    },
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
  fc.record({
    events: fc.array(happening, { minLength: 10, maxLength: 40 }),
    times: fc.constantFrom(1, 2),
  }),
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
  fc.record({ kind: fc.constant('trend'), interval, series: fc.constant([{}]) }),
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
    kind: fc.constant('funnel'),
    steps: fc
      .shuffledSubarray(['a', 'b', 'c'], { minLength: 2 })
      .map((events) => events.map((event) => ({ event }))),
    window: fc.record({ value: fc.integer({ min: 1, max: 20 }), unit: fc.constant('day') }),
    trendInterval: fc.constantFrom(undefined, 'week'),
  }),
  fc.record({
    kind: fc.constant('stickiness'),
    interval: fc.constantFrom('day', 'week'),
    intervalCount: fc.constantFrom(1, 3),
    series: fc.array(fc.record({ event }), { minLength: 1, maxLength: 2 }),
  }),
)
const asking = <Asked extends object>(
  asked: fc.Arbitrary<Asked>,
  zone: fc.Arbitrary<string>,
): fc.Arbitrary<Asked & { timezone: string; from: string; to: string }> =>
  fc
    .tuple(
      asked,
      zone,
      fc.integer({ min: FIRST / DAY + 15, max: LAST / DAY - 20 }),
      fc.integer({ min: 0, max: 40 }),
    )
    .map(([whole, timezone, from, days]) => ({
      ...whole,
      timezone,
      from: new Date(from * DAY).toISOString().slice(0, 10),
      to: new Date((from + days) * DAY).toISOString().slice(0, 10),
    }))
const question = asking(
  kind,
  fc.constantFrom('UTC', 'UTC', 'Asia/Shanghai', 'Asia/Shanghai', 'Asia/Kathmandu', 'America/New_York'),
)

test('every answer from what is rolled up is that of the events', async () => {
  const used = { people_days: 0, groupArrayArray: 0, event_counts: 0, arrivals: 0 }
  await fc.assert(
    fc.asyncProperty(
      blocks,
      fc.array(question, { minLength: 10, maxLength: 10 }),
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
    { numRuns: 9 },
  )
  expect(used.people_days).toBeGreaterThan(10)
  expect(used.groupArrayArray).toBeGreaterThan(3)
  expect(used.event_counts).toBeGreaterThan(3)
  expect(used.arrivals).toBeGreaterThan(3)
}, 180_000)

const aboutPeople = fc.oneof(
  fc.record({
    kind: fc.constant('trend'),
    interval: fc.constantFrom('day', 'day', 'week', 'month'),
    series: fc
      .record({ event, math: fc.constantFrom('unique_users', 'weekly_active', 'monthly_active') })
      .map((one) => [one]),
  }),
  fc.record({
    kind: fc.constant('retention'),
    start: fc.record({ event }),
    return: fc.record({ event }),
    period: fc.constantFrom('day', 'week'),
    periods: fc.integer({ min: 1, max: 9 }),
  }),
)

test('every answer from sealed days is that of the events, whatever comes behind the seal', async () => {
  const used = { sealed_people: 0 }
  const blocksOf = (most: number): fc.Arbitrary<Happening[]> => fc.array(happening, { maxLength: most })
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 60, maxLength: 120 }),
      blocksOf(3),
      blocksOf(3),
      fc.array(asking(aboutPeople, fc.constantFrom('UTC', 'Asia/Shanghai')), { minLength: 7, maxLength: 7 }),
      async (first, late, later, questions) => {
        const project = await corpus.put(first)
        await seal(project)
        await corpus.add(project, late)
        // What changed is sealed once more in some of the projects.
        if (late.length > 1) await seal(project)
        await corpus.add(project, later)
        for (const asked of questions) {
          const answers = [true, false].map((rolledUp) => ask(project, asked as QueryInput, rolledUp, used))
          const [rolled, plain] = await Promise.all(answers)
          expect(rolled, JSON.stringify(asked)).toEqual(plain)
        }
      },
    ),
    { numRuns: 7 },
  )
  expect(used.sealed_people).toBeGreaterThan(15)
})

test('whoever is erased is in no sealed day', async () => {
  const at = (user_id: string): Happening => ({
    event: 'a',
    person: user_id,
    time: FIRST + HOUR,
    columns: { user_id, anonymous_id: '' },
  })
  const project = await corpus.put([at('p'), at('q')])
  await seal(project)
  await forget(corpus.store, project, 'p')
  const asked: QueryInput = {
    kind: 'trend',
    from: '2025-12-05',
    to: '2025-12-05',
    series: [{ math: 'unique_users' }],
  }
  expect(await ask(project, asked, true, {})).toMatchObject({ series: [{ total: 1 }] })
  expect(await seal(project)).toBe(2)
  expect(await ask(project, asked, true, {})).toMatchObject({ series: [{ total: 1 }] })
})

/** Every day that is over, of both calendars. */
const seal = (project: string): Promise<number> =>
  createSealing({
    store: corpus.store,
    calendars: ['utc', 'east8'],
    what: ['people'],
    project,
    clock: () => NOW,
    quietMs: 0,
    leastEvents: 1,
    onFailure: (error) => {
      throw error
    },
  }).look()

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
        if (select.sql.includes(table === 'sealed_people' ? 'groupBitmapMerge' : table))
          used[table] = (used[table] ?? 0) + 1
      if (!rolledUp)
        expect(select.sql).not.toMatch(/people_days|event_counts|arrivals|sealed_people|sealed_visits/)
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
  for (const table of ['event_counts', 'arrivals']) {
    const counted = sql`SELECT sum(events) AS events, sum(arrived) AS arrived FROM ${name(table)} WHERE project = ${bind('String', project)}`
    const { rows } = await corpus.store.query<{ events: string; arrived: string }>(statement(counted))
    expect(rows, table).toEqual([{ events: '2', arrived: '2' }])
  }
})

test('a day is sealed once it is over and nothing has come for a while, and again after something has', async () => {
  const project = await corpus.put([{ event: 'a', person: 'p', time: FIRST }])
  let clock = FIRST + DAY / 2
  const options = {
    store: corpus.store,
    project,
    calendars: ['utc'] as const,
    what: ['people'] as const,
    leastEvents: 1,
    quietMs: 60_000,
  }
  const sealing = createSealing({
    ...options,
    clock: () => clock,
    onFailure: (error) => expect(error).toBe(undefined),
  })
  await corpus.add(project, [{ event: 'b', person: 'q', time: FIRST + HOUR }])
  expect(await sealing.look()).toBe(0)
  clock = FIRST + DAY
  expect(await sealing.look()).toBe(0)
  clock += 61_000
  await corpus.add(project, [{ event: 'b', person: 'r', time: FIRST + 2 * HOUR }])
  expect(await sealing.look()).toBe(0)
  clock += 61_000
  expect(await sealing.look()).toBe(1)
  expect(await sealing.look()).toBe(0)
})

test('two that give numbers at once give no number twice, and every id has one', async () => {
  const people = Array.from({ length: 400 }, (_, at) => ({ event: 'a', person: `n${at}`, time: FIRST }))
  const project = await corpus.put(people)
  const ids = sql`SELECT person_id, is_anonymous FROM events WHERE project = ${bind('String', project)}`
  const numbered = { project: { name: project, joins: undefined }, numbering: 1 }
  await Promise.all([1, 2, 3].map(() => numberAll(corpus.store, numbered, ids)))
  const select = sql`SELECT uniqExact(person_id, is_anonymous) AS ids, uniqExact(person_id, is_anonymous, number) AS given, uniqExact(number) AS numbers
    FROM id_numbers WHERE project = ${bind('String', project)}`
  const { rows } = await corpus.store.query<{ ids: string; given: string; numbers: string }>(
    statement(select),
  )
  expect(rows).toEqual([{ ids: '400', given: '400', numbers: '400' }])
})
