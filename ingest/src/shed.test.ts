/** Load beyond what can be carried is turned away at the door, in the words of each dialect. */
import { afterEach, expect, test } from 'vitest'
import { type Door, NOW, openDoor, SECRET_KEY, WRITE_KEY } from './testing/door.ts'

let door: Door
afterEach(() => door.app.close())

const batch = { batch: [{ type: 'track', event: 'e', anonymousId: 'a' }] }
const send = (remoteAddress: string, url = '/v1/batch', payload: object = batch) =>
  door.app.inject({
    method: 'POST',
    url,
    remoteAddress,
    payload,
    headers: { authorization: `Bearer ${WRITE_KEY}` },
  })

test('an address that asks too often is told when to come back, and nobody else is', async () => {
  door = await openDoor({ requestsPerMinute: 3 })
  const answers = []
  for (let n = 0; n < 5; n++) answers.push(await send('10.0.0.1'))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429, 429])
  expect(answers[3]?.json()).toMatchObject({ code: 'rate_limited' })
  expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0)
  expect((await send('10.0.0.2')).statusCode).toBe(200)
  expect(door.told.filter(({ name }) => name === 'request_refused')).toHaveLength(2)
  expect(door.events()).toHaveLength(4)
})

test('a network of IPv6 addresses counts as one', async () => {
  door = await openDoor({ requestsPerMinute: 1 })
  expect((await send('2001:db8:1:2::1')).statusCode).toBe(200)
  expect((await send('2001:db8:1:2:ffff::7')).statusCode).toBe(429)
  expect((await send('2001:db8:1:3::1')).statusCode).toBe(200)
})

test('PostHog’s libraries are told 503, since they throw away what a 429 answers', async () => {
  door = await openDoor({ requestsPerMinute: 1 })
  const body = { api_key: WRITE_KEY, batch: [{ event: 'e', properties: { distinct_id: 'a' } }] }
  expect((await send('10.0.0.1', '/batch/', body)).statusCode).toBe(200)
  expect((await send('10.0.0.1', '/batch/', body)).statusCode).toBe(503)
})

test('a key that asks too often is told when to come back, before its body is read, and no other key is', async () => {
  let now = NOW
  door = await openDoor({ clock: () => now, settings: () => ({ requestsPerMinute: 2 }) })
  const headers = { authorization: `Bearer ${WRITE_KEY}` }
  const garbage = (): Promise<{ statusCode: number }> =>
    door.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: 'no JSON' })
  expect((await send('10.0.0.1')).statusCode).toBe(200)
  expect((await garbage()).statusCode).toBe(400)
  const refused = await send('10.0.0.2')
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '30'])
  expect(refused.json()).toMatchObject({ code: 'rate_limited', message: expect.stringContaining('one key') })
  expect((await garbage()).statusCode).toBe(429)
  const other = { authorization: `Bearer ${SECRET_KEY}` }
  expect(
    (await door.app.inject({ method: 'POST', url: '/v1/batch', headers: other, payload: batch })).statusCode,
  ).toBe(200)
  now += 30_000
  expect((await send('10.0.0.1')).statusCode).toBe(200)
  const told = door.told.filter(({ name }) => name === 'request_refused')
  expect(told.filter((event) => 'code' in event && event.code === 'rate_limited')).toMatchObject([
    { project: 'p' },
    { project: 'p' },
  ])
})

test('a key in the body counts as well, and in each dialect once a request', async () => {
  door = await openDoor({ settings: () => ({ requestsPerMinute: 1 }) })
  const native = { writeKey: WRITE_KEY, ...batch }
  const ask = async (url: string, payload: object): Promise<number> =>
    (await door.app.inject({ method: 'POST', url, payload })).statusCode
  expect([await ask('/v1/b', native), await ask('/v1/b', native)]).toEqual([200, 429])
  const posthog = { api_key: WRITE_KEY, batch: [{ event: 'e', properties: { distinct_id: 'a' } }] }
  expect(await ask('/batch/', posthog)).toBe(503)
})

test('while the process cannot keep up everybody is asked to come back, and nothing is taken', async () => {
  // No loop turns in less than no time.
  door = await openDoor({ maxDelayMs: 1e-6 })
  await expect.poll(async () => (await send('10.0.0.1')).statusCode, { timeout: 10_000 }).toBe(503)
  const before = door.events().length
  const refused = await send('10.0.0.1')
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
  expect(door.events()).toHaveLength(before)
})

test('what held up the start turns nobody away once the door is open', async () => {
  door = await openDoor({ maxDelayMs: 50 })
  for (const until = performance.now() + 1_500; performance.now() < until; );
  await door.app.listen({ host: '127.0.0.1', port: 0 })
  // The start is looked at now.
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await send('10.0.0.1')).statusCode).toBe(200)
})
