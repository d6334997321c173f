/** PostHog's wire: every path, every form of body, and answers its libraries understand. */
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type Door, NOW, openDoor, READ_KEY, SECRET_KEY, WRITE_KEY } from '../../testing/door.ts'
import { textIn } from '../object.ts'
import { CAPTURE_PATHS } from './paths.ts'

let door: Door
afterEach(() => door.app.close())

const event = (more: object = {}): object => ({
  event: 'Bought',
  properties: { distinct_id: 'u', token: WRITE_KEY, price: 9.5, city: '北京' },
  ...more,
})
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const TEXT = { 'content-type': 'text/plain' }
const JSON_ = { 'content-type': 'application/json' }
const batch = JSON.stringify({ api_key: WRITE_KEY, batch: [event()], sent_at: new Date(NOW).toISOString() })
const base64 = Buffer.from(JSON.stringify(event())).toString('base64')

const post = (url: string, payload: string | Buffer, headers: Record<string, string> = JSON_) =>
  door.app.inject({ method: 'POST', url, payload, headers })

describe('every form of body is read, whatever its content type says', () => {
  const bodies: [string, string, string | Buffer, Record<string, string>][] = [
    ['A: gzip of a batch', '/i/v0/e/', gzipSync(batch), TEXT],
    [
      'B: gzip of one event',
      '/e/?compression=gzip-js&_=1795424000000',
      gzipSync(JSON.stringify(event())),
      TEXT,
    ],
    ['B: gzip of a list', '/e/?compression=gzip-js', gzipSync(JSON.stringify([event()])), FORM],
    ['C: base64 in a form', '/e/?compression=base64', `data=${encodeURIComponent(base64)}`, FORM],
    [
      'C: base64 in a form, as a beacon',
      '/e/',
      `data=${encodeURIComponent(base64)}&compression=base64`,
      TEXT,
    ],
    ['C: base64 whose + was not escaped', '/e/', `data=${base64}`, FORM],
    ['C: JSON in a form', '/track/', `data=${encodeURIComponent(JSON.stringify(event()))}`, FORM],
    [
      'C: gzip in base64 in a form',
      '/e/',
      `data=${encodeURIComponent(gzipSync(batch).toString('base64'))}`,
      FORM,
    ],
    ['D: plain JSON', '/capture', batch, TEXT],
    [
      'E: JSON in gzip that its header names',
      '/batch/',
      gzipSync(batch),
      { ...JSON_, 'content-encoding': 'gzip' },
    ],
    ['base64 alone', '/e', base64, TEXT],
  ]
  for (const [name, url, payload, headers] of bodies)
    test(name, async () => {
      door = await openDoor()
      const answer = await post(url, payload, headers)
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 1 }])
      expect(door.events()).toMatchObject([
        { type: 'track', event: 'Bought', userId: 'u', properties: { price: 9.5, city: '北京' } },
      ])
    })

  test('and one in the address', async () => {
    door = await openDoor()
    const answer = await door.app.inject({ method: 'GET', url: `/e/?data=${encodeURIComponent(base64)}` })
    expect([answer.statusCode, answer.json(), door.events().length]).toEqual([200, { status: 1 }, 1])
  })

  test('on every path, with and without its last slash', async () => {
    door = await openDoor()
    for (const url of CAPTURE_PATHS) expect([url, (await post(url, batch)).statusCode]).toEqual([url, 200])
    expect(door.events()).toHaveLength(CAPTURE_PATHS.length)
  })
})

describe('whose project it is', () => {
  const properties = { distinct_id: 'u' }
  const carriers: [string, object][] = [
    ['the batch, as api_key', { api_key: WRITE_KEY, batch: [event({ properties })] }],
    ['the batch, as token', { token: WRITE_KEY, batch: [event({ properties })] }],
    ['the event', event({ properties, api_key: WRITE_KEY })],
    ['its properties', event()],
  ]
  for (const [name, body] of carriers)
    test(`is told by ${name}`, async () => {
      door = await openDoor()
      expect((await post('/e/', JSON.stringify(body))).statusCode).toBe(200)
    })

  test('an unknown token is a 401, a read key a 403, and nothing is kept', async () => {
    door = await openDoor()
    expect((await post('/e/', JSON.stringify({ api_key: 'nobody', batch: [event()] }))).statusCode).toBe(401)
    expect((await post('/e/', JSON.stringify({ api_key: READ_KEY, batch: [event()] }))).statusCode).toBe(403)
    expect((await post('/e/?token=nobody', 'not looked at')).statusCode).toBe(401)
    expect(door.kept).toEqual([])
  })
})

test('handshakes answer as the libraries expect, and scripts for other features are not found', async () => {
  door = await openDoor()
  const get = async (url: string) => (await door.app.inject({ method: 'GET', url })).json<object>()
  const config = {
    supportedCompression: ['gzip', 'gzip-js'],
    analytics: { endpoint: '/i/v0/e/' },
    hasFeatureFlags: false,
    autocapture_opt_out: false,
  }
  for (const slash of ['', '/']) {
    expect(await get(`/array/${WRITE_KEY}/config${slash}`)).toEqual(config)
    const flags = { flags: {}, errorsWhileComputingFlags: false }
    expect((await post(`/flags${slash}?v=2`, gzipSync('{}'), TEXT)).json()).toEqual(flags)
    const both = `/flags${slash}?v=2&config=true&compression=base64`
    expect((await post(both, 'data=e30%3D', FORM)).json()).toEqual({ ...config, ...flags })
    expect(await get(`/api/surveys${slash}?token=${WRITE_KEY}`)).toEqual({ surveys: [] })
    expect(await get(`/api/feature_flag/local_evaluation${slash}?send_cohorts`)).toMatchObject({ flags: [] })
    expect((await post(`/decide${slash}?v=3`, 'data=e30%3D', FORM)).json()).toMatchObject({
      ...config,
      ...flags,
      featureFlags: {},
    })
  }
  for (const url of [`/array/${WRITE_KEY}/config.js`, '/static/recorder.js'])
    expect((await door.app.inject({ method: 'GET', url })).statusCode).toBe(404)
})

test('session replay is answered with success, counted, and not kept', async () => {
  door = await openDoor()
  for (const url of ['/s', '/s/']) {
    const answer = await post(url, gzipSync(batch), TEXT)
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 1 }])
  }
  expect(door.kept).toEqual([])
  const discarded = { name: 'request_discarded', dialect: 'posthog', reason: 'session_replay' }
  expect(door.told.filter(({ name }) => name === discarded.name)).toEqual([discarded, discarded])
})

test('session replay among events is counted and not kept, and the events beside it are', async () => {
  door = await openDoor()
  const replay = event({ event: '$snapshot', properties: { distinct_id: 'u', $snapshot_data: [] } })
  for (const list of [[replay], [replay, event()]]) {
    const answer = await post('/e/', JSON.stringify({ api_key: WRITE_KEY, batch: list }))
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 1 }])
  }
  expect(door.events()).toMatchObject([{ event: 'Bought' }])
  expect(door.told.filter(({ name }) => name === 'request_discarded')).toHaveLength(2)
})

test('the newer protocol is answered event by event, with the key outside the body', async () => {
  door = await openDoor()
  const [good, bad] = ['01a2079c-056c-7c7c-a4b5-672bac2395e7', '01a2079c-0760-780f-9d4c-18c90bed66d9']
  const events = [
    { event: 'Bought', uuid: good, distinct_id: 'u', session_id: 's-1', options: {}, properties: { a: 1 } },
    { event: 'Bought', uuid: bad, distinct_id: '', options: {}, properties: {} },
  ]
  const headers = {
    ...JSON_,
    authorization: `Bearer ${WRITE_KEY}`,
    'content-encoding': 'gzip',
    'posthog-sdk-info': 'posthog-node/5.70.0',
    'posthog-request-timestamp': new Date(NOW - 1_000).toISOString(),
  }
  const body = gzipSync(JSON.stringify({ created_at: new Date(NOW - 90_000).toISOString(), batch: events }))
  const answer = await post('/i/v1/analytics/events', body, headers)
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    {
      results: {
        [good]: { result: 'ok' },
        [bad]: { result: 'drop', details: expect.stringContaining('userId') },
      },
    },
  ])
  expect(door.events()).toMatchObject([
    {
      messageId: good,
      userId: 'u',
      context: { sessionId: 's-1', library: { name: 'posthog-node', version: '5.70.0' } },
    },
  ])
  expect(door.kept[0]?.body['sentAt']).toBe(new Date(NOW - 1_000).toISOString())
  expect(
    (await post('/i/v1/analytics/events', 'x', { ...headers, authorization: 'Bearer nobody' })).statusCode,
  ).toBe(401)
})

test('a batch with some bad events keeps the good; one with none is a 400 that says why', async () => {
  door = await openDoor()
  const body = (events: unknown[]): string => JSON.stringify({ api_key: WRITE_KEY, batch: events })
  expect((await post('/batch/', body([event(), 7, { event: 'x' }, event({ event: 12 })]))).statusCode).toBe(
    200,
  )
  expect(door.events().map((one) => one['event'])).toEqual(['Bought', '12'])
  const refused = await post('/batch/', body([{ event: 'x' }]))
  expect([refused.statusCode, refused.json()]).toMatchObject([
    400,
    { code: 'missing_id', rejected: [{ index: 0 }] },
  ])
})

test('too much at once is a 503 with a time to come back, never a 429', async () => {
  door = await openDoor({ append: () => ({ outcome: 'overloaded', retryAfterMs: 2_000 }) })
  const answer = await post('/e/', batch)
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
})

test('history is taken as it is from the secret key alone', async () => {
  door = await openDoor()
  for (const api_key of [SECRET_KEY, WRITE_KEY])
    await post('/batch/', JSON.stringify({ api_key, historical_migration: true, batch: [event()] }))
  expect(door.kept.map(({ header }) => header.history)).toEqual([true, undefined])
})

test('bombs are cut off in every form', async () => {
  door = await openDoor()
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a'))
  expect((await post('/e/', bomb, TEXT)).statusCode).toBe(413)
  expect((await post('/e/', `data=${encodeURIComponent(bomb.toString('base64'))}`, FORM)).statusCode).toBe(
    413,
  )
  expect((await post('/batch/', gzipSync(bomb), { 'content-encoding': 'gzip' })).statusCode).toBe(413)
})

test('other methods are told the right ones', async () => {
  door = await openDoor()
  const answer = await door.app.inject({ method: 'PUT', url: '/e/' })
  expect([answer.statusCode, textIn(answer.headers['allow'])]).toEqual([405, 'GET, POST'])
})
