/** Users on the real engine and over HTTP: a profile, and a timeline whose pages leave nothing out. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { type UserChange, userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import fc from 'fast-check'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let app: FastifyInstance
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
  app = Fastify()
  const find = (project: string) =>
    project === '' ? undefined : { project, kind: 'secret' as const, key: 'test', maySee: 5 }
  await app.register(
    queryApi({
      store: corpus.store,
      // The key of a corpus is its own name.
      keys: { find },
      live: { subscribe: () => () => undefined },
      onEvent: () => undefined,
      timezone: 'UTC',
    }),
  )
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

const NOON = Date.UTC(2026, 0, 10, 12)
const at = (
  minute: number,
  event: string,
  columns: Partial<EventRow> = {},
  properties: Record<string, string> = {},
): Happening => ({
  event,
  person: '用户/1',
  time: NOON + minute * 60_000,
  columns,
  properties,
})
async function get(project: string, path: string): Promise<{ status: number; body: unknown }> {
  const response = await app.inject({ url: path, headers: { authorization: `Bearer ${project}` } })
  return { status: response.statusCode, body: response.json<unknown>() }
}
const path = (id: string): string => `/v1/users/${encodeURIComponent(id)}`

test('a profile has ids, first and last seen, and what is known of each trait', async () => {
  const project = await corpus.put([
    at(
      0,
      '$identify',
      { anonymous_id: 'a1', session_id: 's', platform: 'web', city: 'Bern' },
      { plan: 'free', name: 'Ada' },
    ),
    at(5, '$identify', { anonymous_id: 'a2', session_id: 't', platform: 'h5' }, { plan: 'paid' }),
    at(9, 'Order Completed', {}, { plan: 'not a trait' }),
    { ...at(20, 'x'), person: 'somebody else' },
  ])
  const said = (
    minute: number,
    name: string,
    value: string,
    kind: UserChange['kind'] = 'set',
  ): UserChange => ({
    project,
    name,
    value,
    kind,
    user: '用户/1',
    anonymous: '',
    time: NOON + minute * 60_000,
    partition: 0,
    offset: 0,
    place: 0,
    messageId: `${minute}`,
  })
  await corpus.store.insert(
    userChangeBlock(
      [
        said(0, 'plan', 'free'),
        said(0, 'name', 'Ada'),
        said(5, 'plan', 'paid'),
        said(-9, 'gone', 'x'),
        said(-5, '', '', 'delete'),
        said(6, 'seats', '2', 'increment'),
        said(7, 'seats', '3', 'increment'),
      ],
      project,
    ),
  )
  expect(await get(project, path('用户/1'))).toEqual({
    status: 200,
    body: {
      distinctId: '用户/1',
      userIds: ['用户/1'],
      anonymousIds: ['a1', 'a2'],
      firstSeen: '2026-01-10T12:00:00.000Z',
      lastSeen: '2026-01-10T12:09:00.000Z',
      events: 3,
      sessions: 3,
      traits: { name: 'Ada', plan: 'paid', seats: '5' },
      last: { $platform: 'h5', $city: 'Bern' },
    },
  })
})

test('what came without a session is parted by silence, however it came', async () => {
  const project = await corpus.put([at(70, 'a'), at(0, 'a'), at(35, 'a', { session_id: 's' }), at(30, 'a')])
  expect((await get(project, path('用户/1'))).body).toMatchObject({ events: 4, sessions: 3 })
})

test('nobody is not found, also where another project knows them', async () => {
  await corpus.put([at(0, 'a')])
  const other = await corpus.put([{ ...at(0, 'a'), person: 'q' }])
  expect(await get(other, path('用户/1'))).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await get(other, `${path('用户/1')}/events`)).toEqual({
    status: 200,
    body: { events: [], next: null },
  })
})

test('a wrong parameter is named', async () => {
  const project = await corpus.put([at(0, 'a')])
  for (const [query, field] of [
    ['limit=0', 'limit'],
    ['before=yesterday', 'before'],
    ['before=0_99999999999999999999_0_a', 'before'],
    ['colour=red', 'colour'],
  ])
    expect(await get(project, `${path('用户/1')}/events?${query}`)).toMatchObject({
      status: 400,
      body: { issues: [{ path: field }] },
    })
})

test('the pages of a timeline, one behind the other, are all events, the newest first', async () => {
  const log = fc.array(
    fc.record({ minute: fc.integer({ min: 0, max: 4 }), event: fc.constantFrom('a', 'b') }),
    { maxLength: 20 },
  )
  await fc.assert(
    fc.asyncProperty(log, fc.integer({ min: 1, max: 7 }), async (events, limit) => {
      const project = await corpus.put(events.map(({ minute, event }) => at(minute, event)))
      const seen: { messageId: string; time: string; event: string }[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const before: string = cursor === '' ? '' : `&before=${encodeURIComponent(cursor)}`
        const { body } = await get(project, `${path('用户/1')}/events?limit=${limit}${before}`)
        const page = body as { events: typeof seen; next: string | null }
        seen.push(...page.events)
        cursor = page.next
      }
      const all = events.map(({ minute, event }, index) => ({
        messageId: `${index}`,
        time: NOON + minute * 60_000,
        event,
      }))
      // Of one instant, what came last is first; they came in the order of their numbers.
      expect(
        seen.map(({ messageId, time, event }) => ({ messageId, time: Date.parse(time), event })),
      ).toEqual(all.toSorted((a, b) => b.time - a.time || Number(b.messageId) - Number(a.messageId)))
    }),
    { numRuns: 10 },
  )
})

test('people are listed, whoever was seen last first, and found by ids, by what is known of them and by what they did', async () => {
  const seen = (minute: number, user: string, event = 'a'): Happening => ({
    ...at(minute, event),
    person: user,
  })
  const project = await corpus.put([
    seen(0, 'ann'),
    seen(1, 'bob'),
    seen(2, 'cat'),
    seen(9, 'ann'),
    seen(2, 'dan', 'paid'),
  ])
  const said = (user: string, name: string, value: string, minute = 0): UserChange => ({
    project,
    name,
    value,
    kind: name === '' ? 'delete' : 'set',
    user,
    anonymous: '',
    time: NOON + minute * 60_000,
    partition: 0,
    offset: minute,
    place: 0,
    messageId: `${user} ${name} ${minute}`,
  })
  const words = [
    said('bob', 'email', 'bob@Example.com'),
    said('cat', 'plan', 'pro'),
    said('dan', 'plan', 'pro'),
    said('dan', '', '', 5),
  ]
  await corpus.store.insert(userChangeBlock(words, project))
  const list = async (
    query: string,
  ): Promise<{ users: { distinctIds: string[]; traits: object }[]; next: string | null }> =>
    (await get(project, `/v1/users?${query}`)).body as never
  const named = async (query: string): Promise<string[]> =>
    (await list(query)).users.flatMap(({ distinctIds }) => distinctIds)
  expect((await named('')).toSorted()).toEqual(['ann', 'bob', 'cat', 'dan'])
  expect((await named(''))[0]).toBe('ann')
  expect((await list('')).users.map(({ traits }) => traits)).toContainEqual({ plan: 'pro' })
  expect(await named('search=example')).toEqual(['bob'])
  expect(await named('search=AN')).toEqual(['ann', 'dan'])
  const filters = (list: object[]): string => `filters=${encodeURIComponent(JSON.stringify(list))}`
  expect(await named(filters([{ property: '$event', operator: 'eq', value: 'paid' }]))).toEqual(['dan'])
  expect(await named(filters([{ property: 'plan', source: 'user', operator: 'eq', value: 'pro' }]))).toEqual([
    'cat',
  ])
  expect(await get(project, '/v1/users?filters=nonsense')).toMatchObject({
    status: 400,
    body: { issues: [{ path: 'filters' }] },
  })
  const pages: string[] = []
  for (let before = ''; ; ) {
    const page = await list(`limit=1${before}`)
    pages.push(...page.users.flatMap(({ distinctIds }) => distinctIds))
    if (page.next === null) break
    before = `&before=${page.next}`
  }
  expect(pages).toEqual(await named(''))
})

test('first and last seen stay what they are however often they are asked for, also across 1970', async () => {
  const seen = [Date.UTC(1969, 11, 31, 12), Date.UTC(1970, 0, 2, 12)] as const
  const project = await corpus.put(seen.map((time) => ({ event: 'a', person: 'Ada', time })))
  const [firstSeen, lastSeen] = seen.map((time) => new Date(time).toISOString())
  // The engine compiles what it meets for the third time.
  for (let time = 0; time < 5; time++) {
    expect((await get(project, path('Ada'))).body).toMatchObject({ firstSeen, lastSeen })
    expect((await get(project, '/v1/users')).body).toMatchObject({ users: [{ firstSeen, lastSeen }] })
    const body = { query: { kind: 'trend', from: '1969-12-31', to: '1970-01-02', series: [{}] }, pick: {} }
    expect((await corpus.persons(project, body)).persons).toMatchObject([{ lastSeen }])
    const rfm = { kind: 'rfm', from: '1969-12-31', to: '1970-01-02', event: 'a', property: '$hour' } as const
    expect(await corpus.ask(project, rfm)).toMatchObject({
      bounds: { recencySeconds: [43_200, 43_200, 43_200, 43_200] },
    })
  }
  const seconds = seen.map((time) => new Date(time).toISOString().replace('.000', ''))
  expect((await get(project, '/v1/catalog/events')).body).toMatchObject({
    events: [{ name: 'a', firstSeen: seconds[0], lastSeen: seconds[1] }],
  })
})
