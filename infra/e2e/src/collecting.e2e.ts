/** Collecting over HTTP: what is accepted is counted and can be asked for; what is refused says why and costs nothing else. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, bearer, drained, post, request, sendBatch, status } from './client.ts'
import { launch, type Running } from './launch.ts'

let server: Running
beforeAll(async () => {
  server = await launch()
})
afterAll(async () => {
  await server.stop('SIGKILL')
})

const DAY = { from: '2026-01-31', to: '2026-01-31' }
const event = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'track',
  event: name,
  anonymousId: 'visitor-1',
  messageId: `${name}-${Math.random()}`,
  timestamp: '2026-01-31T12:00:00.000Z',
  ...more,
})
const total = async (name: string): Promise<number | null | undefined> => {
  await drained(server)
  const { result } = await ask(server, { kind: 'trend', ...DAY, series: [{ event: name }] })
  return result.series[0]?.total
}

describe('every way of sending arrives', () => {
  const headers: [string, () => Record<string, string>][] = [
    ['basic user name', () => ({ authorization: `Basic ${btoa(`${server.writeKey}:`)}` })],
    ['bearer token', () => bearer(server.writeKey)],
  ]
  for (const [name, key] of headers)
    test(`a batch with the key as ${name}`, async () => {
      const answer = await post(server, '/v1/batch', { batch: [event(name)] }, key())
      expect(answer).toMatchObject({ status: 200, body: { accepted: 1, rejected: [] } })
      expect(await total(name)).toBe(1)
    })

  test('a beacon: text/plain, the key in the query string', async () => {
    const type = { 'content-type': 'text/plain' }
    const answer = await post(
      server,
      `/v1/batch?writeKey=${server.writeKey}`,
      { batch: [event('beacon')] },
      type,
    )
    expect(answer.status).toBe(200)
    expect(await total('beacon')).toBe(1)
  })

  test('the key in the body, the body in gzip', async () => {
    const body = gzipSync(JSON.stringify({ writeKey: server.writeKey, batch: [event('zipped')] }))
    expect((await post(server, '/v1/batch', body, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect(await total('zipped')).toBe(1)
  })

  test('single calls, stored under their reserved names', async () => {
    const base = { userId: 'single-1', timestamp: '2026-01-31T12:00:00.000Z' }
    const calls: [string, Record<string, unknown>, string][] = [
      ['page', { name: 'Home' }, '$pageview'],
      ['screen', { name: 'Home' }, '$screen'],
      ['identify', { traits: { level: 'gold' } }, '$identify'],
      ['group', { groupId: 'g' }, '$group'],
      ['alias', { previousId: 'p' }, '$alias'],
      ['track', { event: 'Single' }, 'Single'],
    ]
    for (const [path, body] of calls)
      expect((await post(server, `/v1/${path}`, { ...base, ...body }, bearer(server.writeKey))).status).toBe(
        200,
      )
    for (const [, , stored] of calls) expect([stored, await total(stored)]).toEqual([stored, 1])
  })
})

test('what a browser says beside its frozen user agent corrects it; from a browser that says nothing the user agent stands', async () => {
  const frozen =
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'
  const hints = {
    'sec-ch-ua-platform': '"Android"',
    'sec-ch-ua-platform-version': '"14.0.0"',
    'sec-ch-ua-model': '"Pixel 8"',
    'sec-ch-ua-mobile': '?1',
    'sec-ch-ua-full-version-list': '"Chromium";v="126.0.6478.71", "Google Chrome";v="126.0.6478.71"',
  }
  const common = { ...bearer(server.writeKey), 'user-agent': frozen }
  for (const headers of [{ ...common, ...hints }, common]) {
    const body = { batch: [event('hinted')] }
    // A busy machine may say later; under its one id the event is stored once.
    const answered = async () => (await post(server, '/v1/batch', body, headers)).status
    await expect.poll(answered, { timeout: 60_000, interval: 100 }).toBe(200)
  }
  await drained(server)
  const of = async (property: string): Promise<Record<string, number | null>> => {
    const asked = { kind: 'trend' as const, ...DAY, series: [{ event: 'hinted' }], breakdown: { property } }
    const { result } = await ask(server, asked)
    return Object.fromEntries(result.series.map(({ breakdown, total: times }) => [String(breakdown), times]))
  }
  expect(await of('$os')).toEqual({ Android: 2 })
  expect(await of('$device_type')).toEqual({ mobile: 2 })
  expect(await of('$os_version')).toEqual({ '14.0.0': 1, '10': 1 })
  expect(await of('$browser_version')).toEqual({ '126.0.6478.71': 1, '126.0.0.0': 1 })
  expect(await of('$model')).toEqual({ 'Pixel 8': 1, null: 1 })
})

describe('what is refused says why', () => {
  test('a mixed batch keeps its good events and names the bad ones by place, id and field', async () => {
    const batch = [event('mixed'), { type: 'track', messageId: 'bad-1', userId: 'u' }, event('mixed'), 7]
    const { status: code, body } = await sendBatch(server, batch)
    expect(code).toBe(200)
    expect(body.accepted).toBe(2)
    expect(body.rejected).toEqual([
      { index: 1, messageId: 'bad-1', code: 'invalid_event', message: expect.stringContaining('event') },
      { index: 3, code: 'invalid_event', message: expect.stringContaining('object') },
    ])
    expect(await total('mixed')).toBe(2)
  })

  test('a batch with nothing good in it is a 400 with the same body', async () => {
    const { status: code, body } = await sendBatch(server, [{ type: 'track', event: 'x' }])
    expect(code).toBe(400)
    expect(body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: 'missing_id' }] })
  })

  const cases: [string, string, () => Promise<{ status: number; body: Record<string, unknown> }>, object][] =
    [
      [
        'unreadable JSON',
        '400',
        () => post(server, '/v1/batch', '{"batch":[', bearer(server.writeKey)),
        { code: 'unreadable_json' },
      ],
      [
        'a batch that is no list',
        '400',
        () => post(server, '/v1/batch', { batch: {} }, bearer(server.writeKey)),
        { code: 'invalid_batch', issues: [{ path: 'batch' }] },
      ],
      [
        'wrong types around the batch',
        '400',
        () =>
          post(server, '/v1/batch', { batch: [], context: { page: { url: 1 } } }, bearer(server.writeKey)),
        { code: 'invalid_batch', issues: [{ path: 'context.page.url' }] },
      ],
      ['no key', '401', () => post(server, '/v1/batch', { batch: [event('x')] }), { code: 'unknown_key' }],
      [
        'an unknown key, before the body is looked at',
        '401',
        () => post(server, '/v1/batch', 'not json', bearer('nobody-knows')),
        { code: 'unknown_key' },
      ],
      [
        'history with a write key',
        '403',
        () => post(server, '/v1/import', { batch: [] }, bearer(server.writeKey)),
        { code: 'forbidden_key' },
      ],
      ['a path nobody serves', '404', () => post(server, '/v1/nothing', {}), { code: 'not_found' }],
      [
        'the wrong method',
        '405',
        () => request(`${server.url}/v1/batch`, { method: 'GET' }),
        { code: 'method_not_allowed' },
      ],
      [
        'a body over the limit',
        '413',
        () =>
          post(server, '/v1/batch', { writeKey: 'x'.repeat(6_000_000), batch: [] }, bearer(server.writeKey)),
        { code: 'payload_too_large' },
      ],
      [
        'a bomb',
        '413',
        () =>
          post(server, '/v1/batch', gzipSync(Buffer.alloc(128 * 1024 * 1024)), {
            ...bearer(server.writeKey),
            'content-encoding': 'gzip',
          }),
        { code: 'payload_too_large' },
      ],
      [
        'a content type that is neither JSON nor text',
        '415',
        () =>
          post(server, '/v1/batch', '<a/>', {
            ...bearer(server.writeKey),
            'content-type': 'application/xml',
          }),
        { code: 'unsupported_media_type' },
      ],
      [
        'a content encoding nobody agreed on',
        '415',
        () => post(server, '/v1/batch', 'x', { ...bearer(server.writeKey), 'content-encoding': 'compress' }),
        { code: 'unsupported_encoding' },
      ],
    ]
  for (const [name, code, send, body] of cases)
    test(`${name}: ${code}`, async () => {
      const answer = await send()
      expect(answer.status).toBe(Number(code))
      expect(answer.body).toMatchObject({ message: expect.any(String), ...body })
    })

  test('an empty batch is no mistake', async () => {
    expect(await sendBatch(server, [])).toMatchObject({ status: 200, body: { accepted: 0, rejected: [] } })
  })
})

describe('meaning', () => {
  test('a message id seen before is stored once, and counted as a duplicate', async () => {
    const before = await drained(server)
    const twice = event('Once', { messageId: 'once-1' })
    for (let round = 0; round < 3; round++) await sendBatch(server, [twice, twice])
    expect(await total('Once')).toBe(1)
    const after = await status(server)
    expect(after.duplicates - before.duplicates).toBe(5)
    expect(after.accepted).toBe(after.stored + after.duplicates + after.quarantined)
  })

  test('the device clock is corrected by what it said at sending', async () => {
    const sentAt = new Date(Date.now() - 3 * 86_400_000).toISOString()
    await sendBatch(server, [event('Skewed', { timestamp: sentAt })], { sentAt })
    await drained(server)
    const today = new Date().toISOString().slice(0, 10)
    const { result } = await ask(server, {
      kind: 'trend',
      from: today,
      to: today,
      series: [{ event: 'Skewed' }],
    })
    expect(result.series[0]?.total).toBe(1)
  })

  test('history keeps its own time, of any age', async () => {
    const body = {
      batch: [event('Old', { timestamp: '1999-09-28T07:00:01Z' })],
      sentAt: '2020-01-01T00:00:00Z',
    }
    expect((await post(server, '/v1/import', body, bearer(server.secretKey))).status).toBe(200)
    await drained(server)
    const query = { kind: 'trend', from: '1999-09-28T07:00:01Z', to: '1999-09-28T07:00:02Z' } as const
    const { result } = await ask(server, { ...query, interval: 'minute', series: [{ event: 'Old' }] })
    expect(result.series[0]?.total).toBe(1)
  })

  test('history comes as lines too, and a line that is not JSON is refused alone', async () => {
    const lines = [JSON.stringify(event('Line')), '{oops', JSON.stringify(event('Line'))].join('\n')
    const headers = { ...bearer(server.secretKey), 'content-type': 'application/x-ndjson' }
    const answer = await post(server, '/v1/import', lines, headers)
    expect(answer).toMatchObject({
      status: 200,
      body: { accepted: 2, rejected: [{ index: 1, code: 'invalid_event' }] },
    })
    expect(await total('Line')).toBe(2)
  })

  test('the context of a batch lies under each event’s own', async () => {
    const context = { platform: 'h5', page: { url: 'https://a.example/x?utm_source=wx', title: 'Batch' } }
    const own = event('Around', { context: { page: { title: 'Own' } } })
    await sendBatch(server, [event('Around'), own], { context })
    await drained(server)
    for (const [property, value, count] of [
      ['$platform', 'h5', 2],
      ['$title', 'Own', 1],
      ['$utm_source', 'wx', 2],
    ] as const) {
      const filters = [{ property, operator: 'eq' as const, value }]
      const { result } = await ask(server, { kind: 'trend', ...DAY, series: [{ event: 'Around', filters }] })
      expect([property, result.series[0]?.total]).toEqual([property, count])
    }
  })
})

describe('operating', () => {
  test('health, readiness and metrics answer without a key, the status only with the secret one', async () => {
    expect((await request(`${server.url}/v1/health`, {})).status).toBe(200)
    expect((await request(`${server.url}/v1/ready`, {})).status).toBe(200)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(
      /firefly_ingest_events_accepted_total\{project="default",route="\/v1\/batch",dialect="native"\} \d+/,
    )
    expect((await request(`${server.url}/v1/status`, {})).status).toBe(401)
    expect((await request(`${server.url}/v1/status`, { headers: bearer(server.writeKey) })).status).toBe(403)
    expect(Object.keys(await status(server))).toEqual(
      expect.arrayContaining([
        'accepted',
        'processed',
        'stored',
        'quarantined',
        'duplicates',
        'lagEvents',
        'lagSeconds',
      ]),
    )
  })

  test('a page of another origin may send, and its browser remembers that it may', async () => {
    const headers = {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
    }
    const answer = await fetch(`${server.url}/v1/batch`, { method: 'OPTIONS', headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThan(0)
  })
})
