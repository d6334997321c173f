/** Load beyond what can be carried is turned away at the door, in the words of each dialect. */
import { afterEach, expect, test } from 'vitest'
import { type Door, openDoor, WRITE_KEY } from './testing/door.ts'

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

test('while the process cannot keep up everybody is asked to come back, and nothing is taken', async () => {
  // No loop turns in less than no time.
  door = await openDoor({ maxDelayMs: 1e-6 })
  await expect.poll(async () => (await send('10.0.0.1')).statusCode, { timeout: 10_000 }).toBe(503)
  const before = door.events().length
  const refused = await send('10.0.0.1')
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
  expect(door.events()).toHaveLength(before)
})
