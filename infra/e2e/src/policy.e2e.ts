/** What a project decides about its events, from the request to the stored row; and what it is told of those that did not come in. */
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres, startPostgres } from '@firefly/metadata/testing/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answered, bearer, drained, post, request } from './client.ts'
import { emptyFolder, launch, type Running } from './launch.ts'

interface Tenant {
  id: string
  write: string
  secret: string
}
interface Row {
  event: string
  time: string
  anonymousId: string
  properties: Record<string, string>
}
interface Refusal {
  dialect: string
  verdict: string
  code: string
  count: number
  message: string
}

async function make(server: Running, id: string, settings: object): Promise<Tenant> {
  const made = await post<{ keys: { kind: string; token: string }[] }>(
    server,
    '/v1/projects',
    { id, settings },
    bearer(server.secretKey),
  )
  expect(made.status).toBe(201)
  const tokenOf = (kind: string): string => made.body.keys.find((key) => key.kind === kind)?.token ?? ''
  return { id, write: tokenOf('write'), secret: tokenOf('secret') }
}
const event = (name: string, more: object = {}): object => ({
  type: 'track',
  event: name,
  anonymousId: 'device-1',
  ...more,
})
const send = (
  server: Pick<Running, 'url'>,
  { write }: Tenant,
  batch: unknown[],
  headers: Record<string, string> = {},
  more: object = {},
): Promise<Answered> => post(server, '/v1/batch', { batch, ...more }, { ...bearer(write), ...headers })

/** Times of the export carry no zone; they are UTC. */
const wholeHours = (now: number, time: string): number =>
  Math.abs(Math.round((now - Date.parse(time.replace(' ', 'T').replace(/Z?$/, 'Z'))) / 3_600_000))

const refusalsOf = async (server: Running, key: string): Promise<Refusal[]> =>
  (await request<{ refusals: Refusal[] }>(`${server.url}/v1/refusals`, { headers: bearer(key) })).body
    .refusals

describe('in one process', () => {
  let server: Running
  beforeAll(async () => {
    server = await launch()
  })
  afterAll(async () => {
    await server.stop()
    await rm(server.data, { recursive: true })
  })

  /** All rows of a project, as they were stored. */
  async function rowsOf({ secret }: Tenant): Promise<Row[]> {
    await drained(server)
    const response = await fetch(`${server.url}/v1/export?format=ndjson`, {
      method: 'POST',
      headers: { ...bearer(secret), 'content-type': 'application/json' },
      body: JSON.stringify({ from: '2020-01-01', to: '2030-01-01' }),
    })
    const lines = (await response.text()).split('\n').filter((line) => line !== '')
    return lines.map((line) => JSON.parse(line) as Row)
  }
  const namesOf = async (tenant: Tenant): Promise<string[]> =>
    (await rowsOf(tenant)).map((row) => row.event).toSorted()

  test('origins: pages that were not named are told 403, and nothing of theirs is stored', async () => {
    const shop = await make(server, 'origins', { origins: ['https://*.shop.example'] })
    const from = async (origin: Record<string, string>, name: string): Promise<number> =>
      (await send(server, shop, [event(name)], origin)).status
    expect(await from({ origin: 'https://www.shop.example' }, 'Page')).toBe(200)
    expect(await from({ origin: 'https://evil.example' }, 'Stranger')).toBe(403)
    expect(await from({}, 'Server')).toBe(200)
    expect(await namesOf(shop)).toEqual(['Page', 'Server'])
  })

  test('ip: an event keeps as much of its address as its project wants', async () => {
    const kept: Record<string, string | undefined> = {}
    for (const ip of ['drop', 'truncate', 'keep']) {
      const shop = await make(server, `ip-${ip}`, { ip })
      await send(server, shop, [event('Seen')])
      kept[ip] = (await rowsOf(shop))[0]?.properties['$ip']
    }
    expect(kept).toEqual({ drop: undefined, truncate: '127.0.0.0', keep: '127.0.0.1' })
  })

  test('clock: the device’s time, corrected or as it said, or the time of arrival', async () => {
    const hoursOff: Record<string, number> = {}
    const now = Date.now()
    const wrong = new Date(now - 3 * 3_600_000).toISOString()
    for (const clock of ['corrected', 'device', 'server']) {
      const shop = await make(server, `clock-${clock}`, { clock })
      await send(server, shop, [event('Ticked', { timestamp: wrong })], {}, { sentAt: wrong })
      await send(server, shop, [event('Old', { timestamp: wrong })])
      for (const { event: name, time } of await rowsOf(shop))
        hoursOff[`${clock} ${name}`] = wholeHours(now, time)
    }
    expect(hoursOff).toEqual({
      'corrected Ticked': 0,
      'corrected Old': 3,
      'device Ticked': 3,
      'device Old': 3,
      'server Ticked': 0,
      'server Old': 0,
    })
  })

  test('sample: the same devices are always in, the share is kept with the event, and the rest is counted', async () => {
    const shop = await make(server, 'sample', { sample: 0.5 })
    const devices = Array.from({ length: 60 }, (_, n) => `device-${n}`)
    const batch = ['First', 'Second'].flatMap((name) =>
      devices.map((anonymousId) => event(name, { anonymousId })),
    )
    const answer = await send(server, shop, batch)
    const rows = await rowsOf(shop)
    const seen = (name: string): string[] =>
      rows
        .filter((row) => row.event === name)
        .map((row) => row.anonymousId)
        .toSorted()
    expect(seen('First')).toEqual(seen('Second'))
    expect(seen('First').length).toBeGreaterThan(10)
    expect(seen('First').length).toBeLessThan(50)
    expect(rows[0]?.properties['$sample_rate']).toBe('0.5')
    expect(answer.body).toEqual({
      accepted: rows.length,
      rejected: [],
      unwanted: { sampled: 120 - rows.length },
    })
  })

  test('block: events, ids, user agents and addresses that are not wanted are counted and not stored', async () => {
    const block = { events: ['Noise'], ids: ['tester'], userAgents: ['SpamBot'] }
    const shop = await make(server, 'block', { block })
    const batch = [event('Noise'), event('By tester', { userId: 'tester' }), event('Good')]
    expect((await send(server, shop, batch)).body).toMatchObject({
      accepted: 1,
      unwanted: { blocked_event: 1, blocked_id: 1 },
    })
    const spam = await send(server, shop, [event('Spam')], { 'user-agent': 'Mozilla spambot/2' })
    expect(spam.body).toMatchObject({ accepted: 0, unwanted: { blocked_user_agent: 1 } })
    const near = await make(server, 'block-near', { block: { ips: ['127.0.0.0/8'] } })
    expect((await send(server, near, [event('Near')])).body).toMatchObject({ unwanted: { blocked_ip: 1 } })
    expect(await namesOf(shop)).toEqual(['Good'])
    expect(await namesOf(near)).toEqual([])
  })

  test('a quota is answered as each wire expects it, and imports are free', async () => {
    const shop = await make(server, 'quota', { eventsPerMinute: 1 })
    const hog = (): Promise<Answered> =>
      post(server, '/batch/', {
        api_key: shop.write,
        batch: [{ event: 'Hog', distinct_id: 'd', properties: {} }],
      })
    const sensors = (): Promise<Response> => {
      const data = { type: 'track', event: 'Tap', distinct_id: 'd', time: Date.now(), properties: {} }
      const form = new URLSearchParams({ data: Buffer.from(JSON.stringify(data)).toString('base64') })
      return fetch(`${server.url}/sa?project=${shop.write}`, { method: 'POST', body: form })
    }
    expect((await send(server, shop, [event('First'), event('Over at once')])).status).toBe(200)
    const native = await send(server, shop, [event('Late')])
    expect([native.status, Number(native.headers.get('retry-after')) > 0]).toEqual([429, true])
    const page = await post(server, '/v1/t', { event: 'T', anonymousId: 'a', writeKey: shop.write })
    expect(page.status).toBe(429)
    // posthog-js throws away what is answered with 4xx; Sensors' mini-programs take any answer for delivered.
    const answered = await hog()
    expect([answered.status, Number(answered.headers.get('retry-after')) > 0]).toEqual([503, true])
    await expect(sensors()).rejects.toThrow()
    const moved = await post(server, '/v1/import', { batch: [event('Moved')] }, bearer(shop.secret))
    expect(moved.status).toBe(200)
    expect(await namesOf(shop)).toEqual(['First', 'Moved', 'Over at once'])
  })

  test('a project is told what was turned away and why, each reason with its count and words; others are not', async () => {
    const shop = await make(server, 'told', {
      block: { events: ['Noise'] },
      origins: ['https://shop.example'],
    })
    await send(server, shop, [
      event('Noise'),
      event('Noise'),
      event('Good'),
      event(''),
      { type: 'track', event: 'Who' },
    ])
    await send(server, shop, [event('Good')], { origin: 'https://evil.example' })
    await send(server, shop, [event('Not counted', { anonymousId: '' })], { 'x-firefly-debug': 'dry-run' })
    await post(server, '/v1/batch', '{"batch":', bearer(shop.write))
    await post(server, '/batch/', { api_key: shop.write, batch: [{ event: 'No id', properties: {} }] })
    const read = await post<{ token: string }>(
      server,
      '/v1/projects/told/keys',
      { kind: 'read' },
      bearer(shop.secret),
    )
    const told = await refusalsOf(server, read.body.token)
    const lines = told.map(({ dialect, verdict, code, count }) => [dialect, verdict, code, count].join(' '))
    expect(lines.toSorted()).toEqual([
      'native refused forbidden_origin 1',
      'native refused unreadable_json 1',
      'native rejected invalid_event 1',
      'native rejected missing_id 1',
      'native unwanted blocked_event 2',
      'posthog rejected missing_id 1',
    ])
    expect(told.find(({ code }) => code === 'invalid_event')?.message).toMatch(/^event: /)
    const other = await make(server, 'not-told', {})
    expect(await refusalsOf(server, other.secret)).toEqual([])
    const asked = (key: string, query = '') =>
      request(`${server.url}/v1/refusals${query}`, { headers: bearer(key) })
    expect((await asked(shop.write)).status).toBe(403)
    expect((await asked('nobody')).status).toBe(401)
    expect((await asked(shop.secret, '?days=0')).body).toMatchObject({ issues: [{ path: 'days' }] })
  })

  test('what is collected is measured by project and wire: events, bytes, refusals, times, and what is in hand', async () => {
    const shop = await make(server, 'measured', {
      block: { events: ['Noise'] },
      origins: ['https://shop.example'],
    })
    await send(server, shop, [event('Good'), event('Noise'), event('Bad', { anonymousId: '' })])
    await send(server, shop, [event('Good')], { origin: 'https://evil.example' })
    await send(server, shop, [event('Shown')], { 'x-firefly-debug': 'dry-run' })
    await post(server, '/batch/', {
      api_key: shop.write,
      batch: [{ event: 'Hog', distinct_id: 'd', properties: {} }],
    })
    const lines = (await (await fetch(`${server.url}/metrics`)).text()).split('\n')
    const figure = (name: string, ...labels: string[]): number => {
      const of = lines.filter(
        (line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)),
      )
      return of.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
    }
    const [own, native, hog] = ['project="measured"', 'dialect="native"', 'dialect="posthog"']
    expect({
      native: figure('firefly_ingest_events_accepted_total', own, native),
      posthog: figure('firefly_ingest_events_accepted_total', own, hog),
      rejected: figure('firefly_ingest_events_rejected_total', own, native, 'code="missing_id"'),
      unwanted: figure('firefly_ingest_events_unwanted_total', own, native, 'reason="blocked_event"'),
      refused: figure('firefly_ingest_requests_refused_total', own, native, 'code="forbidden_origin"'),
      dryRun: figure('firefly_ingest_events_dry_run_total', own, native),
      debugged: figure('firefly_debug_events_total', own, 'verdict="accepted"'),
      answered: figure('firefly_ingest_seconds_count', own, native),
      appended: figure('firefly_ingest_append_seconds_count', own, hog),
    }).toEqual({
      native: 1,
      posthog: 1,
      rejected: 1,
      unwanted: 1,
      refused: 1,
      dryRun: 1,
      debugged: 1,
      answered: 1,
      appended: 1,
    })
    expect(figure('firefly_ingest_bytes_total', own, native)).toBeGreaterThan(100)
    expect(lines).toContain('firefly_ingest_in_flight 0')
  })
})

const postgres = findPostgres()
if ('missing' in postgres) {
  console.warn(`NOT RUN: one quota for several processes — ${postgres.missing}`)
  test.skip(`one quota for several processes (${postgres.missing})`, () => undefined)
} else
  test('several processes hold one quota together, also while metadata was away for a while', async () => {
    const cluster = startPostgres(postgres.bin)
    const settings = { FIREFLY_METADATA_URL: cluster.url, FIREFLY_LOG_LEVEL: 'fatal' }
    const running: Running[] = []
    try {
      for (let n = 0; n < 2; n++) running.push(await launch(emptyFolder(), settings))
      const [one, other] = running as [Running, Running]
      // So slow to refill that no test waits for it.
      const perMinute = 100
      const shop = await make(one, 'shop', { eventsPerMinute: perMinute })
      const statusOf = async (server: Running, events: number): Promise<number> =>
        (
          await send(
            server,
            shop,
            Array.from({ length: events }, () => event('Many')),
          )
        ).status
      await expect.poll(() => statusOf(other, 1), { timeout: 60_000 }).toBe(200)
      // One spends far more than all there is; the other learns of it.
      expect(await statusOf(one, 5_000)).toBe(200)
      await expect.poll(() => statusOf(other, 1), { timeout: 60_000 }).toBe(429)
      expect(await statusOf(one, 1)).toBe(429)
      const [told] = await refusalsOf(other, shop.secret)
      expect(told).toMatchObject({ verdict: 'refused', code: 'quota_exceeded' })
      cluster.crash()
      expect(await statusOf(one, 1)).toBe(429)
      cluster.start()
      await sleep(1_000)
      expect(await statusOf(other, 1)).toBe(429)
    } finally {
      await Promise.all(running.map((server) => server.stop()))
      cluster.stop()
      await Promise.all(running.map(({ data }) => rm(data, { recursive: true })))
    }
  })
