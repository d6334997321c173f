/** Who is whom, over HTTP: people are what identify and alias have joined, at once and for what happened before. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionResult } from '@firefly/protocol/query/session'
import { ask, bearer, drained, post, request, sendBatch } from './client.ts'
import { launch, type Running } from './launch.ts'

let server: Running
beforeAll(async () => {
  server = await launch()
})
afterAll(async () => {
  await server.stop('SIGKILL')
})

const DAY = { from: '2026-01-31', to: '2026-01-31' }
const NOON = Date.UTC(2026, 0, 31, 12)
const PATIENT = { timeout: 30_000, interval: 100 }
let sent = 0
/** A minute after the one before, as a device tells it. */
async function send(...events: object[]): Promise<void> {
  const batch = events.map((event) => ({
    timestamp: new Date(NOON + ++sent * 60_000).toISOString(),
    ...event,
  }))
  // As any client does, it comes again where a busy machine asks for it.
  const accepted = async (): Promise<number> => (await sendBatch(server, batch)).body.accepted
  await expect.poll(accepted, PATIENT).toBe(events.length)
  await drained(server)
}
const people = async (event: string): Promise<number | null | undefined> =>
  (await ask(server, { kind: 'trend', ...DAY, series: [{ event, math: 'unique_users' }] })).result.series[0]
    ?.total

test('a visitor and the user they turn out to be are one person, in a funnel from before to after too', async () => {
  await send(
    { type: 'track', event: 'seen', anonymousId: 'a1' },
    { type: 'track', event: 'seen', userId: 'u1' },
  )
  expect(await people('seen')).toBe(2)
  await send(
    { type: 'identify', anonymousId: 'a1', userId: 'u1' },
    { type: 'track', event: 'bought', userId: 'u1' },
  )
  expect(await people('seen')).toBe(1)
  const steps = [{ event: 'seen' }, { event: 'bought' }]
  const { result } = await ask(server, { kind: 'funnel', ...DAY, steps })
  expect(result.steps.map(({ count }) => count)).toEqual([1, 1])
})

test('a visit without a session of the SDK is one, out of order and over signing in', async () => {
  const visit = (minute: number, who: object) => ({
    type: 'track',
    event: 'visited',
    timestamp: new Date(NOON + minute * 60_000).toISOString(),
    ...who,
  })
  await send(visit(50, { userId: 'late' }))
  await send(visit(0, { anonymousId: 'early' }))
  await send(
    { ...visit(25, { userId: 'late', anonymousId: 'early' }), type: 'identify' },
    visit(81, { userId: 'late' }),
  )
  const filters = [{ cohort: { did: { event: 'visited' } } }]
  const visits = { kind: 'session', ...DAY, filters }
  const answer = await post<{ result: SessionResult }>(server, '/v1/query', visits, bearer(server.secretKey))
  expect(answer.body.result.total).toMatchObject({ sessions: 2, users: 1, averageSeconds: 1_500 })
  const { body } = await request(`${server.url}/v1/users/late`, { headers: bearer(server.secretKey) })
  expect(body).toMatchObject({ events: 4, sessions: 2 })
})

test('the first user of a device keeps what was done on it anonymously', async () => {
  await send(
    { type: 'track', event: 'shared', anonymousId: 'a2' },
    { type: 'identify', anonymousId: 'a2', userId: 'first' },
    { type: 'track', event: 'shared', userId: 'first' },
    { type: 'identify', anonymousId: 'a2', userId: 'second' },
    { type: 'track', event: 'shared', userId: 'second', anonymousId: 'a2' },
    { type: 'track', event: 'shared', anonymousId: 'a2' },
  )
  expect(await people('shared')).toBe(2)
})

test('user ids are joined by alias alone, in chains', async () => {
  await send(
    { type: 'track', event: 'moved', userId: 'x1' },
    { type: 'track', event: 'moved', userId: 'x2' },
    { type: 'track', event: 'moved', userId: 'x3' },
    { type: 'identify', anonymousId: 'x1', userId: 'x2' },
  )
  expect(await people('moved')).toBe(3)
  await send({ type: 'alias', previousId: 'x1', userId: 'x2' })
  expect(await people('moved')).toBe(2)
  await send({ type: 'alias', previousId: 'x2', userId: 'x3' })
  expect(await people('moved')).toBe(1)
})

test('what Sensors SDKs bind is one person, and two again when they unbind it', async () => {
  const sensors = async (event: object): Promise<void> => {
    const more = { time: NOON + ++sent * 60_000, _track_id: sent, distinct_id: 's1', login_id: 's1' }
    const data = Buffer.from(JSON.stringify({ lib: { $lib: 'js' }, ...more, ...event })).toString('base64')
    const url = `${server.url}/sa?project=${server.writeKey}`
    const answered = async (): Promise<number> => {
      const form = { method: 'POST', body: new URLSearchParams({ data }) }
      return fetch(url, form).then(
        ({ status }) => status,
        () => 0,
      )
    }
    await expect.poll(answered, PATIENT).toBe(200)
    await drained(server)
  }
  const identities = { $identity_login_id: 's1', $identity_email: 'a@b.c' }
  await send({ type: 'track', event: 'mailed', userId: '$identity_email+a@b.c' })
  await sensors({ type: 'track', event: 'mailed' })
  expect(await people('mailed')).toBe(2)
  await sensors({ type: 'track_id_bind', event: '$BindID', identities })
  expect(await people('mailed')).toBe(1)
  await sensors({ type: 'track_id_unbind', event: '$UnbindID', identities })
  expect(await people('mailed')).toBe(2)
  await sensors({ type: 'track_id_bind', event: '$BindID', identities })
  expect(await people('mailed')).toBe(1)
})

test('what is known of a person can be asked as of now and as of the event', async () => {
  const said = (event: string, properties: object): object => ({
    type: 'track',
    event,
    userId: 'k1',
    properties,
  })
  await send(
    { type: 'identify', anonymousId: 'k0', userId: 'k1', traits: { plan: 'free' } },
    { type: 'track', event: 'opened', anonymousId: 'k0' },
    said('$set', { plan: 'pro' }),
    said('$increment', { orders: 2 }),
    said('$increment', { orders: 1 }),
    { type: 'track', event: 'opened', userId: 'k1' },
  )
  const groups = async (property: string, asOf: 'now' | 'event'): Promise<unknown> => {
    const breakdown = { property, source: 'user' as const, asOf }
    const { result } = await ask(server, { kind: 'trend', ...DAY, series: [{ event: 'opened' }], breakdown })
    return Object.fromEntries(result.series.map((one) => [one.breakdown ?? 'none', one.total]))
  }
  expect(await groups('plan', 'now')).toEqual({ pro: 2 })
  expect(await groups('plan', 'event')).toEqual({ free: 1, pro: 1 })
  expect(await groups('orders', 'event')).toEqual({ none: 1, 3: 1 })
  const { body } = await request(`${server.url}/v1/users?search=k0`, { headers: bearer(server.secretKey) })
  expect(body).toMatchObject({ users: [{ distinctIds: ['k0', 'k1'], traits: { plan: 'pro', orders: '3' } }] })
})

test('an event may carry several groups, and of each type it is asked what is known of it, now and then', async () => {
  const groups = { company: 'acme', branch: '7' }
  const company = { userId: 'g1', groupId: 'acme', groupType: 'company' }
  await send(
    { type: 'group', ...company, traits: { size: 'small' } },
    { type: 'track', event: 'used', userId: 'g1' },
    { type: 'track', event: 'used', userId: 'g2', properties: { $groups: groups } },
    { type: 'track', event: '$group_set', ...company, properties: { size: 'large' } },
    { type: 'track', event: 'used', userId: 'g2', properties: { $groups: { branch: '7' } } },
  )
  const by = async (property: string, more: object): Promise<unknown> => {
    const breakdown = { property, source: 'group' as const, ...more }
    const { result } = await ask(server, { kind: 'trend', ...DAY, series: [{ event: 'used' }], breakdown })
    return Object.fromEntries(result.series.map((one) => [String(one.breakdown), one.total]))
  }
  expect(await by('$group', { groupType: 'branch' })).toEqual({ 7: 2, null: 1 })
  expect(await by('size', { groupType: 'company' })).toEqual({ large: 2, null: 1 })
  expect(await by('size', { groupType: 'company', asOf: 'event' })).toEqual({ small: 2, null: 1 })
  expect(await by('size', {})).toEqual({ null: 3 })
})

test('in one instant the first link counts, and an earlier one that comes later wins', async () => {
  const timestamp = new Date(NOON).toISOString()
  await send(
    { type: 'track', event: 'tied', anonymousId: 't0', timestamp },
    { type: 'track', event: 'tied', userId: 't1', timestamp },
    { type: 'track', event: 'tied', userId: 't2', timestamp },
    { type: 'identify', anonymousId: 't0', userId: 't1', timestamp },
    { type: 'identify', anonymousId: 't0', userId: 't2', timestamp },
  )
  const ids = async (id: string): Promise<unknown> =>
    (await request(`${server.url}/v1/users/${id}`, { headers: bearer(server.secretKey) })).body
  expect(await people('tied')).toBe(2)
  expect(await ids('t0')).toMatchObject({ userIds: ['t1'] })
  await send({
    type: 'identify',
    anonymousId: 't0',
    userId: 't2',
    timestamp: new Date(NOON - 60_000).toISOString(),
  })
  expect(await ids('t0')).toMatchObject({ userIds: ['t2'] })
})
