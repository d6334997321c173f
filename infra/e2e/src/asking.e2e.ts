/** Asking over HTTP: what cannot be understood is named by its field, what is stored is seen as it is stored. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
const trend = { kind: 'trend', ...DAY, series: [{}] }
const query = (body: unknown, headers = bearer(server.secretKey)) => post(server, '/v1/query', body, headers)

describe('a question that cannot be understood', () => {
  const cases: [string, unknown, { path: string; message?: RegExp }][] = [
    ['an unknown kind', { kind: 'magic', ...DAY }, { path: 'kind', message: /trend/ }],
    ['no kind', { ...DAY }, { path: 'kind' }],
    ['no range', { kind: 'trend', series: [{}] }, { path: 'from' }],
    ['a date that is none', { ...trend, from: '2026-13-45' }, { path: 'from', message: /date/ }],
    ['a range that ends before it begins', { ...trend, from: '2026-02-01' }, { path: 'to' }],
    ['an unknown zone', { ...trend, timezone: 'Moon/Base' }, { path: 'timezone', message: /IANA/ }],
    ['no series', { kind: 'trend', ...DAY, series: [] }, { path: 'series' }],
    ['an unknown measure', { ...trend, series: [{ math: 'magic' }] }, { path: 'series.0.math' }],
    [
      'a measure of numbers without a property',
      { ...trend, series: [{ math: 'sum' }] },
      { path: 'series.0.property' },
    ],
    [
      'an unknown operator',
      { ...trend, filters: [{ property: 'a', operator: 'like', value: 1 }] },
      { path: 'filters.0.operator' },
    ],
    ['a field nobody knows', { ...trend, colour: 'red' }, { path: 'colour' }],
    ['a funnel without steps', { kind: 'funnel', ...DAY, steps: [] }, { path: 'steps' }],
    ['a step without an event', { kind: 'funnel', ...DAY, steps: [{}] }, { path: 'steps.0.event' }],
  ]
  for (const [name, body, { path, message = /./ }] of cases)
    test(`${name}: 400, naming ${path}`, async () => {
      const answer = await query(body)
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid_query', message: expect.any(String) },
      })
      expect(answer.body['issues']).toContainEqual({ path, message: expect.stringMatching(message) })
    })

  test('unreadable JSON, an unknown key, a write key, the wrong method, too many buckets', async () => {
    expect(await query('{"kind":')).toMatchObject({ status: 400, body: { code: 'unreadable_json' } })
    expect(await query(trend, {})).toMatchObject({ status: 401, body: { code: 'unknown_key' } })
    expect(await query('not json', bearer('nobody'))).toMatchObject({
      status: 401,
      body: { code: 'unknown_key' },
    })
    expect(await query(trend, bearer(server.writeKey))).toMatchObject({
      status: 403,
      body: { code: 'forbidden_key' },
    })
    expect(await request(`${server.url}/v1/query`, {})).toMatchObject({
      status: 405,
      body: { code: 'method_not_allowed' },
    })
    const minutes = { ...trend, from: '2020-01-01', interval: 'minute' }
    expect(await query(minutes)).toMatchObject({ status: 422, body: { code: 'unsupported_query' } })
  })

  test('a pattern that is no regular expression is the asker’s mistake', async () => {
    const pattern = { ...trend, filters: [{ property: 'a', operator: 'matches', value: '(' }] }
    expect(await query(pattern)).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'filters.0.value' }] },
    })
  })
})

test('every answer has the frame of the contract', async () => {
  const answer = await ask(server, { kind: 'trend', ...DAY, timezone: 'Asia/Shanghai', series: [{}] })
  expect(answer).toMatchObject({
    kind: 'trend',
    timezone: 'Asia/Shanghai',
    from: '2026-01-30T16:00:00.000Z',
    to: '2026-01-31T16:00:00.000Z',
    result: { buckets: ['2026-01-31T00:00:00+08:00'], series: [{ values: [0], total: 0 }] },
    meta: { rowsRead: expect.any(Number), elapsedMs: expect.any(Number), cached: false },
  })
})

describe('watching', () => {
  const watch = async (parameters: string, until: (text: string) => boolean): Promise<string> => {
    const abort = new AbortController()
    const response = await fetch(`${server.url}/v1/live?key=${server.secretKey}${parameters}`, {
      signal: abort.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    if (!response.body) throw new Error('a stream without a body')
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    const late = setTimeout(() => abort.abort(), 20_000)
    while (!until(text)) text += (await reader.read()).value ?? ''
    clearTimeout(late)
    abort.abort()
    return text
  }
  const send = (event: string, platform = 'h5') =>
    sendBatch(server, [
      { type: 'track', event, userId: 'u-live', context: { platform }, properties: { total: 12.5 } },
    ])

  test('an event is seen as it was stored, and only by those who want it', async () => {
    const seen = watch('&event=Wanted&platform=h5', (text) => text.includes('"u-live"'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const [event, platform] of [
      ['Other', 'h5'],
      ['Wanted', 'ios'],
      ['Wanted', 'h5'],
    ] as const)
      await send(event, platform)
    const events = (await seen)
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as object)
    expect(events).toEqual([
      expect.objectContaining({
        event: 'Wanted',
        distinctId: 'u-live',
        platform: 'h5',
        properties: { total: '12.5' },
      }),
    ])
  })

  test('nobody watches without a key', async () => {
    expect((await fetch(`${server.url}/v1/live`)).status).toBe(401)
    expect((await fetch(`${server.url}/v1/live?key=${server.writeKey}`)).status).toBe(403)
  })

  test('a watcher does not keep the server from stopping', async () => {
    const other = await launch()
    const response = await fetch(`${other.url}/v1/live?key=${other.secretKey}`)
    expect(response.status).toBe(200)
    expect(await other.stop('SIGTERM')).toBe(0)
    await response.text().catch(() => '')
  })
})

describe('looking around', () => {
  test('the catalogue lists events, their properties and values, by how often they come', async () => {
    const event = (product: string) => ({
      type: 'track',
      event: 'Bought',
      userId: 'u',
      properties: { product },
    })
    await sendBatch(server, [event('tea'), event('tea'), event('cup')])
    await drained(server)
    const get = (path: string) =>
      request(`${server.url}/v1/catalog/${path}`, { headers: bearer(server.secretKey) })
    const { events } = (await get('events?search=bou')).body as { events: object[] }
    expect(events).toEqual([expect.objectContaining({ name: 'Bought', count: 3 })])
    const { properties } = (await get('properties?event=Bought')).body as { properties: object[] }
    expect(properties).toContainEqual({ name: 'product', count: 3, builtIn: false })
    expect(properties).toContainEqual(expect.objectContaining({ name: '$pathname', builtIn: true }))
    expect((await get('values?property=product&event=Bought')).body).toEqual({
      values: [
        { value: 'tea', count: 2 },
        { value: 'cup', count: 1 },
      ],
    })
    expect((await get('values')).status).toBe(400)
  })

  test('the whole API is described for programs', async () => {
    const { body } = await request<{ openapi: string; paths: object }>(`${server.url}/v1/openapi.json`, {})
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/batch', '/v1/query', '/v1/import', '/v1/live']),
    )
  })
})
