/** Sealed sessions, against the events themselves: the same paths, whatever was stored, late, joined or seen by several ids. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { QueryInput } from '@firefly/protocol/query'
import type { PathResult } from '@firefly/protocol/query/path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery, askingOf } from '../../answer.ts'
import { parseQuery } from '../../parse.ts'
import { findPersons, parsePersons } from '../../people/persons.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { forget } from '../../testing/forget.ts'
import { createSealing } from '../sealing.ts'
import { sealVisits } from './seal.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FIRST = Date.UTC(2026, 0, 10)
const DAYS = 4
const NOW = FIRST + 10 * DAY
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }

/** Much happens at once, around midnight, and in the same sessions. */
const happening: fc.Arbitrary<Happening> = fc.record({
  event: fc.constantFrom('a', 'b', '$pageview', '$screen'),
  person: fc.constantFrom('p', 'q', 'r', 's'),
  session: fc.constantFrom('', '', 'one', 'two', 'three', 'four', 'five', 'six'),
  time: fc
    .tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.constantFrom(0, 1, 60, 1_200, 1_439), fc.nat(2))
    .map(([day, minute, more]) => FIRST + day * DAY + minute * 60_000 + more * 20_000),
  properties: fc.constantFrom<Record<string, string>>({}, { name: 'Cart' }, { $screen_name: 'Home' }),
  columns: fc.oneof(
    fc.record({ pathname: fc.constantFrom('', '/', '/x', '/x/') }),
    // As when somebody signs in: the session goes on under another id.
    fc.record({
      pathname: fc.constantFrom('', '/y'),
      user_id: fc.constantFrom('', 'p', 'q'),
      anonymous_id: fc.constantFrom('p', 'x'),
    }),
  ),
})
const node = fc.constantFrom(undefined, undefined, 'a', '/x', 'Cart')
const question = fc.record({
  kind: fc.constant('path' as const),
  from: fc.constantFrom('2026-01-10', '2026-01-09', '2026-01-10T00:10:00', '2026-01-11'),
  to: fc.constantFrom('2026-01-13', '2026-01-12T20:00:30', '2026-01-20'),
  timezone: fc.constantFrom('UTC', 'UTC', 'Asia/Shanghai'),
  start: node,
  end: node,
  steps: fc.integer({ min: 3, max: 6 }),
  limit: fc.constantFrom(2, 50),
})

const seal = (project: string, clock = NOW, more: { lags?: boolean } = {}): Promise<number> =>
  createSealing({
    store: corpus.store,
    calendars: [],
    what: ['visits'],
    project,
    clock: () => clock,
    quietMs: 0,
    leastEvents: 1,
    ...more,
    onFailure: (error) => {
      throw error
    },
  }).look()

let [rolledUpTimes, asked] = [0, 0]
async function ask(project: string, query: object, rolledUp: boolean): Promise<PathResult> {
  let isRolled = false
  const watched: Store = {
    ...corpus.store,
    query: (select, limits) => {
      isRolled ||= select.sql.includes('FROM sealed_visits')
      return corpus.store.query(select, limits)
    },
  }
  const options = { store: watched, project, limits: LIMITS, timezone: 'UTC', now: NOW, rolledUp }
  const { result } = await answerQuery(parseQuery(JSON.parse(JSON.stringify(query)) as QueryInput), options)
  if (rolledUp) [rolledUpTimes, asked] = [rolledUpTimes + Number(isRolled), asked + 1]
  else expect(isRolled).toBe(false)
  return result as PathResult
}

/** Who goes by the first link of an answer. */
async function walkers(project: string, query: object, rolledUp: boolean): Promise<unknown> {
  const { links } = await ask(project, query, rolledUp)
  const [link] = links
  if (!link) return []
  const wanted = JSON.parse(
    JSON.stringify({ query, pick: { source: link.source, target: link.target } }),
  ) as object
  const options = { store: corpus.store, project, limits: LIMITS, timezone: 'UTC', now: NOW, rolledUp }
  const asked = parsePersons(wanted)
  const { asking } = await askingOf(options, asked.query.timezone)
  return (await findPersons(asked, asking, options)).persons
}

test('paths of sealed sessions are those of the events, whatever comes behind the seal', async () => {
  const few = fc.array(happening, { maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 30, maxLength: 90 }),
      few,
      few,
      fc.array(question, { minLength: 4, maxLength: 4 }),
      async (first, late, later, questions) => {
        const project = await corpus.put(first)
        await seal(project)
        await corpus.add(project, late)
        // What changed is sealed once more in some of the projects.
        if (late.length > 1) await seal(project)
        await corpus.add(project, later)
        for (const one of questions) {
          const [rolled, plain] = [await ask(project, one, true), await ask(project, one, false)]
          expect(rolled, JSON.stringify(one)).toEqual(plain)
        }
        const [all] = questions
        if (all) expect(await walkers(project, all, true)).toEqual(await walkers(project, all, false))
      },
    ),
    { numRuns: 5 },
  )
  expect(rolledUpTimes).toBeGreaterThan(asked / 3)
}, 300_000)

const at = (event: string, hour: number, more: Partial<Happening> = {}): Happening => ({
  event,
  person: 'p',
  session: 's',
  time: FIRST + hour * HOUR,
  ...more,
})
const ways = async (project: string): Promise<string[]> => {
  const before = rolledUpTimes
  const { links } = await ask(project, { kind: 'path', from: '2026-01-10', to: '2026-01-13' }, true)
  expect(rolledUpTimes).toBe(before + 1)
  return links.map(({ source, target, count }) => `${source} → ${target}: ${count}`)
}

test('a session over midnight is one, also where its days were sealed apart', async () => {
  const project = await corpus.put([
    at('a', 23),
    ...['x', 'y', 'z'].map((session) => at('a', 22, { session })),
  ])
  expect(await seal(project, FIRST + 1.5 * DAY)).toBe(1)
  await corpus.add(project, [at('b', 25)])
  expect(await ways(project)).toEqual(['1_a → 2_b: 1'])
  expect(await seal(project)).toBe(1)
  expect(await ways(project)).toEqual(['1_a → 2_b: 1'])
})

test('a session of two days that were sealed at once where copies lag is one a look later', async () => {
  const views = ['/x', '/y'].map((pathname, day) => ({
    event: '$pageview',
    person: 'p',
    session: 'one',
    columns: { pathname },
    time: FIRST + day * DAY,
  }))
  const project = await corpus.put(views)
  const query = { kind: 'path', from: '2026-01-10', to: '2026-01-11' }
  await seal(project)
  // As if each of two had sealed its day and seen nothing of the other's.
  await corpus.store.command(
    `ALTER TABLE split_visits DELETE WHERE project = '${project}' SETTINGS mutations_sync = 2`,
  )
  expect((await ask(project, query, true)).links).toEqual([])
  await seal(project, NOW + HOUR, { lags: true })
  expect((await ask(project, query, true)).links).toEqual([])
  for (let time = 0; time < 2; time++) await seal(project, NOW + 5 * 60_000, { lags: true })
  expect(await ask(project, query, true)).toEqual(await ask(project, query, false))
  expect((await ask(project, query, true)).links).toMatchObject([
    { source: '1_/x', target: '2_/y', count: 1 },
  ])
})

test('a day of very many events is sealed in parts, each session whole', async () => {
  const sessions = Array.from({ length: 20 }, (_, nth) => `s${nth}`)
  const log = sessions.flatMap((session) => [at('a', 1, { session }), at('b', 2, { session })])
  const project = await corpus.put([...log, at('a', 3, { session: '' }), at('b', 3.1, { session: '' })])
  const days = [{ day: FIRST / DAY, arrived: log.length + 2, events: log.length + 2 }]
  expect(await sealVisits(corpus.store, { project, calendar: 'utc', days }, NOW, 7)).toEqual(days)
  expect(await ways(project)).toEqual([`1_a → 2_b: ${sessions.length + 1}`])
})

test('whoever is erased is in no sealed session, and everybody else still is', async () => {
  const of = (user_id: string): Partial<Happening> => ({ columns: { user_id, anonymous_id: '' } })
  const project = await corpus.put([
    at('a', 1, of('p')),
    at('b', 2, of('p')),
    at('a', 1, { ...of('q'), session: 't' }),
    at('b', 2, { ...of('q'), session: 't' }),
    at('c', 3, { ...of('p'), session: 't' }),
    at('a', 30, { ...of('q'), session: 'u' }),
    at('b', 31, { ...of('q'), session: 'u' }),
    ...[26, 27, 28, 29].map((hour) => at('d', hour, { ...of('r'), session: 'v' })),
  ])
  await seal(project)
  expect(await ways(project)).toEqual(['1_a → 2_b: 3'])
  await forget(corpus.store, project, 'p')
  expect(await ways(project)).toEqual(['1_a → 2_b: 2'])
  const left = sql`SELECT count() AS rows FROM sealed_visits WHERE project = ${bindText(project)}
    AND (person_id = xxHash64('p') OR arrayExists(moment -> moment.4 = xxHash64('p'), moments))`
  expect((await corpus.store.query<{ rows: string }>(statement(left))).rows).toEqual([{ rows: '0' }])
  await seal(project)
  expect(await ways(project)).toEqual(['1_a → 2_b: 2'])
})

test('rows of days that were sealed again are forgotten a day later, and no answer changes', async () => {
  const project = await corpus.put([at('a', 1), at('b', 2), at('a', 1, { session: 't' })])
  await seal(project)
  await corpus.add(project, [at('c', 3)])
  await seal(project, NOW + HOUR)
  const rows = async (): Promise<number> => {
    const select = sql`SELECT toUInt32(count()) AS rows FROM sealed_visits WHERE project = ${bindText(project)}`
    return (await corpus.store.query<{ rows: number }>(statement(select))).rows[0]?.rows ?? 0
  }
  expect(await rows()).toBe(4)
  await corpus.add(project, [at('d', 4)])
  // Those of the seal that held until then as well: it is more than a day old.
  await seal(project, NOW + 3 * DAY)
  expect(await rows()).toBe(2)
  expect(await ways(project)).toEqual(['1_a → 2_b: 1', '2_b → 3_c: 1', '3_c → 4_d: 1'])
})

const bindText = (text: string): Sql => bind('String', text)
