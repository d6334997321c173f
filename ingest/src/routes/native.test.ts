/** The native wire at the door: where a key may stand, what a body may be, and who may read the answer. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { AppendOutcome } from '@firefly/event-log/port'
import { afterEach, describe, expect, test } from 'vitest'
import { type Door, openDoor, READ_KEY, SECRET_KEY, WRITE_KEY } from '../testing/door.ts'

let door: Door
afterEach(() => door.app.close())

const event = { type: 'track', event: 'e', anonymousId: 'a', messageId: 'm' }
const batch = JSON.stringify({ batch: [event] })
const KEY = { authorization: `Bearer ${WRITE_KEY}` }
const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  door.app.inject({ method: 'POST', url, payload, headers })

describe('the key', () => {
  const basic = Buffer.from(`${WRITE_KEY}:`).toString('base64')
  const places: [string, string, string, Record<string, string>][] = [
    ['as the user name of Basic', '/v1/batch', batch, { authorization: `Basic ${basic}` }],
    ['as a Bearer token', '/v1/batch', batch, KEY],
    ['in the address', `/v1/batch?writeKey=${WRITE_KEY}`, batch, {}],
    ['in the body', '/v1/batch', JSON.stringify({ batch: [event], writeKey: WRITE_KEY }), {}],
    [
      'in the events of the body',
      '/v1/batch',
      JSON.stringify({ batch: [{ ...event, writeKey: WRITE_KEY }] }),
      {},
    ],
    ['in the body of one event', '/v1/track', JSON.stringify({ ...event, writeKey: WRITE_KEY }), {}],
  ]
  for (const [place, url, body, headers] of places)
    test(`is found ${place}`, async () => {
      door = await openDoor()
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', undefined]) {
        const answer = await post(url, body, { ...headers, ...(type && { 'content-type': type }) })
        expect([type, answer.statusCode, answer.json()]).toEqual([type, 200, { accepted: 1, rejected: [] }])
      }
    })

  test('is checked before a body is looked at, wherever it stands outside', async () => {
    door = await openDoor()
    const bomb = gzipSync(Buffer.alloc(1024 * 1024))
    const packed = { 'content-encoding': 'gzip' }
    expect((await post('/v1/batch', bomb, { ...packed, authorization: 'Bearer nobody' })).statusCode).toBe(
      401,
    )
    expect((await post('/v1/batch?writeKey=nobody', bomb, packed)).statusCode).toBe(401)
    expect((await post('/v1/batch', batch, { authorization: `Bearer ${READ_KEY}` })).statusCode).toBe(403)
  })
})

test('a body may be packed in any of the ways the contract names, and in gzip without saying so', async () => {
  door = await openDoor()
  for (const [encoding, body] of [
    ['gzip', gzipSync(batch)],
    ['deflate', deflateSync(batch)],
    ['deflate', deflateRawSync(batch)],
    ['br', brotliCompressSync(batch)],
    ['identity', gzipSync(batch)],
  ] as const)
    expect((await post('/v1/batch', body, { ...KEY, 'content-encoding': encoding })).json()).toEqual({
      accepted: 1,
      rejected: [],
    })
})

test('short names of routes are those of Segment’s libraries, which ask for their settings first', async () => {
  door = await openDoor()
  const one = JSON.stringify({ ...event, type: undefined, userId: 'u', groupId: 'g', previousId: 'p' })
  for (const short of ['p', 't', 'i', 'g', 'a', 's'])
    expect([short, (await post(`/v1/${short}`, one, KEY)).statusCode]).toEqual([short, 200])
  expect(door.events().map(({ type }) => type)).toEqual([
    'page',
    'track',
    'identify',
    'group',
    'alias',
    'screen',
  ])
  for (const base of ['', '/cdn'])
    expect((await door.app.inject(`${base}/v1/projects/${WRITE_KEY}/settings`)).json()).toEqual({
      integrations: { 'Segment.io': { apiKey: WRITE_KEY } },
    })
})

test('what a library counts of itself is answered with success, counted, and not kept', async () => {
  door = await openDoor()
  expect((await post('/v1/m', '{"series":[]}')).statusCode).toBe(200)
  expect(door.told).toEqual([{ name: 'request_discarded', dialect: 'segment', reason: 'sdk_metrics' }])
})

test('RudderStack’s source is enabled for who has a key, and its header names a device that the body does not', async () => {
  door = await openDoor()
  const config = await door.app.inject({ method: 'GET', url: '/sourceConfig/', headers: KEY })
  expect(config.json()).toMatchObject({ source: { writeKey: WRITE_KEY, enabled: true, destinations: [] } })
  expect((await door.app.inject('/sourceConfig?writeKey=nobody')).statusCode).toBe(401)
  const headers = {
    ...KEY,
    anonymousid: Buffer.from('device-1').toString('base64'),
    sentat: '2026-11-23T09:00:01Z',
  }
  const sent = { event: 'e', originalTimestamp: '2026-11-23T09:00:00Z' }
  expect((await post('/v1/track', JSON.stringify(sent), headers)).statusCode).toBe(200)
  const beacon = { batch: [{ ...sent, type: 'track', anonymousId: 'a' }] }
  expect((await post(`/beacon/v1/batch?writeKey=${WRITE_KEY}`, JSON.stringify(beacon))).statusCode).toBe(200)
  expect(door.kept.map(({ body }) => body)).toMatchObject([
    { anonymousId: 'device-1', sentAt: '2026-11-23T09:00:01Z', timestamp: '2026-11-23T09:00:00Z' },
    { batch: [{ timestamp: '2026-11-23T09:00:00Z' }] },
  ])
})

test('an image carries one event in its address, and is a dot that nobody keeps', async () => {
  door = await openDoor()
  const data = Buffer.from(JSON.stringify({ ...event, properties: { a: 1 } })).toString('base64url')
  const ours = `/v1/pixel/track?writeKey=${WRITE_KEY}&data=${data}`
  const theirs = `/pixel/v1/page?writeKey=${WRITE_KEY}&anonymousId=a&properties.path=%2Fx&context.page.url=https%3A%2F%2Fx.example`
  for (const url of [ours, theirs]) {
    const answer = await door.app.inject({ method: 'GET', url })
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'image/gif',
      'no-store',
    ])
  }
  expect(door.events()).toMatchObject([
    { type: 'track', event: 'e', properties: { a: 1 } },
    { type: 'page', properties: { path: '/x' }, context: { page: { url: 'https://x.example' } } },
  ])
  expect((await door.app.inject({ method: 'GET', url: ours.replace(WRITE_KEY, 'nobody') })).statusCode).toBe(
    401,
  )
  expect((await door.app.inject({ method: 'HEAD', url: ours })).statusCode).toBe(405)
  expect(door.events()).toHaveLength(2)
})

test('a page of any origin may send, with its cookies where its SDK insists, and asks once a day', async () => {
  door = await openDoor()
  const origin = 'https://shop.example'
  for (const url of ['/v1/batch', '/e/', '/sa.gif', '/sourceConfig/']) {
    const asks = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-one,sentat',
    }
    const allowed = await door.app.inject({ method: 'OPTIONS', url, headers: asks })
    expect([url, allowed.statusCode, allowed.headers]).toMatchObject([
      url,
      204,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'x-one,sentat',
        'access-control-max-age': '86400',
      },
    ])
  }
  const answer = await post('/v1/batch', batch, { ...KEY, origin })
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
  })
})

test('a known address asked in the wrong way is told the right one, in the shape of every refusal', async () => {
  door = await openDoor()
  expect((await post('/v1/pixel/track', batch, KEY)).headers['allow']).toBe('GET')
  for (const url of ['/v1/batch', '/v1/track', '/v1/p', '/v1/import'])
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const answer = await door.app.inject({ method, url })
      expect([answer.statusCode, answer.headers['allow'], answer.json()]).toEqual([
        405,
        'POST',
        { code: 'method_not_allowed', message: 'expected POST' },
      ])
    }
})

test('while the log has no room a stream of lines waits, and one batch is asked to come back', async () => {
  let asked = 0
  const append = (): AppendOutcome =>
    asked++ === 0
      ? { outcome: 'overloaded', retryAfterMs: 1 }
      : { outcome: 'appended', partition: 0, offset: asked }
  door = await openDoor({ append })
  const secret = { authorization: `Bearer ${SECRET_KEY}` }
  const lines = await post('/v1/import', JSON.stringify(event), {
    ...secret,
    'content-type': 'application/x-ndjson',
  })
  expect([lines.statusCode, lines.json(), asked]).toEqual([200, { accepted: 1, rejected: [] }, 2])
  asked = 0
  expect((await post('/v1/import', batch, secret)).statusCode).toBe(503)
})

test('a page of another origin may read when to come back', async () => {
  door = await openDoor({ append: () => ({ outcome: 'overloaded', retryAfterMs: 3_000 }) })
  const answer = await post('/v1/batch', batch, { ...KEY, origin: 'https://shop.example' })
  expect([answer.statusCode, answer.headers]).toMatchObject([
    503,
    { 'retry-after': '3', 'access-control-expose-headers': 'retry-after' },
  ])
})

test('lines are taken one by one; a stream that breaks off says so, and keeps what came before', async () => {
  door = await openDoor()
  const headers = { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/x-ndjson' }
  const lines = `${JSON.stringify(event)}\n{oops\n\n${JSON.stringify(event)}`
  expect((await post('/v1/import', lines, headers)).json()).toMatchObject({
    accepted: 2,
    rejected: [{ index: 1, code: 'invalid_event' }],
  })
  for (const [encoding, body] of [
    ['gzip', gzipSync(lines)],
    ['GZIP', gzipSync(lines)],
    ['identity', gzipSync(lines)],
    ['deflate', deflateSync(lines)],
    ['deflate', deflateRawSync(lines)],
    ['br', brotliCompressSync(lines)],
  ] as const)
    expect(
      (await post('/v1/import', body, { ...headers, 'content-encoding': encoding })).json(),
    ).toMatchObject({ accepted: 2 })
  const unknown = await post('/v1/import', lines, { ...headers, 'content-encoding': 'rot13' })
  expect([unknown.statusCode, unknown.json()]).toMatchObject([415, { code: 'unsupported_encoding' }])
  const many = gzipSync(`${JSON.stringify(event)}\n`.repeat(5_000))
  const cut = await post('/v1/import', many.subarray(0, many.length - 40), {
    ...headers,
    'content-encoding': 'gzip',
  })
  expect([cut.statusCode, cut.json<{ code: string }>().code]).toEqual([400, 'corrupt_encoding'])
  expect((await post('/v1/import', lines, { ...headers, ...KEY })).statusCode).toBe(403)
})

test('libraries of Segment that send what happens now to the address of imports are heard with the write key', async () => {
  door = await openDoor()
  const sent = (headers: Record<string, string>, body: unknown = { batch: [event] }) =>
    post('/v1/import', JSON.stringify(body), { ...headers, 'content-type': 'application/json' })
  const agent = { 'user-agent': 'analytics-android/4.11.3' }
  expect((await sent({ ...KEY, ...agent })).json()).toEqual({ accepted: 1, rejected: [] })
  expect(door.kept[0]?.header).not.toHaveProperty('history')
  // Nobody else is, and neither are they without a key, or with more than one batch may hold.
  expect((await sent(KEY)).statusCode).toBe(403)
  expect((await sent(agent)).statusCode).toBe(401)
  expect((await sent({ ...KEY, ...agent }, { batch: ['x'.repeat(6e6)] })).statusCode).toBe(413)
  // With the secret key it is history, whoever sends it.
  await sent({ authorization: `Bearer ${SECRET_KEY}`, ...agent })
  expect(door.kept[1]?.header).toMatchObject({ history: true })
})
