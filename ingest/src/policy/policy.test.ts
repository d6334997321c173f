/** What a project decides at the door: who may send, how much, what is not wanted, and what is written about it. */
import type { ProjectSettings } from '@firefly/protocol/settings'
import { settingsSchema } from '@firefly/protocol/settings'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type Door, NOW, openDoor, READ_KEY, SECRET_KEY, WRITE_KEY } from '../testing/door.ts'
import { plain, truncated } from './address.ts'
import { allowsOrigin } from './origins.ts'
import { createQuotas } from './quota.ts'
import { isSampled } from './unwanted.ts'

let door: Door
afterEach(() => door?.app.close())

const track = (more: object = {}): object => ({ type: 'track', event: 'Seen', anonymousId: 'd1', ...more })
async function send(
  settings: ProjectSettings,
  batch: object[],
  { key = WRITE_KEY, url = '/v1/batch', headers = {}, from = '203.0.113.77' } = {},
): Promise<{ status: number; body: Record<string, unknown>; retryAfter: unknown }> {
  door = await openDoor({
    settings: (project) => (project === 'p' ? settingsSchema.parse(settings) : undefined),
  })
  const answer = await door.app.inject({
    method: 'POST',
    url,
    remoteAddress: from,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload: { batch },
  })
  return { status: answer.statusCode, body: answer.json(), retryAfter: answer.headers['retry-after'] }
}

test('only pages that may send are let in; what comes from no page is no page’s business', async () => {
  const settings = { origins: ['https://shop.example', 'https://*.shop.example', 'http://localhost:3000'] }
  const from = async (origin: string | undefined, key = WRITE_KEY): Promise<number> =>
    (await send(settings, [track()], { key, headers: origin ? { origin } : {} })).status
  for (const good of ['https://shop.example', 'https://a.b.SHOP.example', 'http://localhost:3000', undefined])
    expect([good, await from(good)]).toEqual([good, 200])
  for (const bad of [
    'http://shop.example',
    'https://shop.example.evil',
    'https://evilshop.example',
    'https://*.shop.example.evil',
    'http://localhost',
    'null',
  ])
    expect([bad, await from(bad)]).toEqual([bad, 403])
  expect(door.told.at(-1)).toMatchObject({ name: 'request_refused', code: 'forbidden_origin' })
  expect(door.kept).toEqual([])
  expect(await from('https://console.example', SECRET_KEY)).toBe(200)
  expect(await from('https://shop.example', READ_KEY)).toBe(403)
})

test('a wildcard stands for at least one name more', () => {
  expect(allowsOrigin(['https://*.a.example'], 'https://a.example')).toBe(false)
  expect(allowsOrigin([], 'https://a.example')).toBe(false)
})

test('what is blocked is not kept and not an error: it is counted, with its reason, and the rest is kept', async () => {
  const { status, body } = await send({ block: { events: ['Noise', '$pageview'], ids: ['bot-1'] } }, [
    track({ messageId: 'good-1' }),
    track({ event: 'Noise' }),
    { type: 'page', anonymousId: 'd1' },
    track({ userId: 'bot-1' }),
    { type: 'track', anonymousId: 'd1' },
    track({ anonymousId: 'bot-1' }),
    track({ messageId: 'good-2' }),
  ])
  expect([status, body['accepted']]).toEqual([200, 2])
  expect(body['rejected']).toMatchObject([{ index: 4 }])
  expect(body['unwanted']).toEqual({ blocked_event: 2, blocked_id: 2 })
  expect(door.events().map((event) => event['messageId'])).toEqual(['good-1', 'good-2'])
  expect(door.kept[0]?.header.events).toBe(2)
  const unwanted = door.told.filter((event) => event.name === 'events_unwanted')
  expect(unwanted).toMatchObject([
    { project: 'p', reason: 'blocked_event', events: 2 },
    { project: 'p', reason: 'blocked_id', events: 2 },
  ])
})

test('a blocked address or user agent keeps all of a request out', async () => {
  const block = { ips: ['203.0.113.0/24', '2001:db8::/32'], userAgents: ['badbot'] }
  for (const from of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8:1::5'])
    expect((await send({ block }, [track()], { from })).body).toEqual({
      accepted: 0,
      rejected: [],
      unwanted: { blocked_ip: 1 },
    })
  expect((await send({ block }, [track()], { from: '203.0.114.9' })).body).toMatchObject({ accepted: 1 })
  const agent = await send({ block }, [track()], {
    from: '198.51.100.1',
    headers: { 'user-agent': 'Mozilla/5.0 (BadBot/1.0)' },
  })
  expect(agent).toMatchObject({ status: 200, body: { unwanted: { blocked_user_agent: 1 } } })
  expect(door.kept).toEqual([])
})

test('a sample keeps the same share of devices always, and their rate with them', async () => {
  const devices = Array.from({ length: 400 }, (_, n) => track({ anonymousId: `device-${n}` }))
  const first = await send({ sample: 0.25 }, devices)
  const kept = door.events().map((event) => event['anonymousId'])
  expect(first.body).toEqual({
    accepted: kept.length,
    rejected: [],
    unwanted: { sampled: 400 - kept.length },
  })
  expect(kept.length).toBeGreaterThan(60)
  expect(kept.length).toBeLessThan(140)
  expect(door.kept[0]?.header.sample).toBe(0.25)
  await send({ sample: 0.25 }, devices)
  expect(door.events().map((event) => event['anonymousId'])).toEqual(kept)
  await send({ sample: 0.5 }, devices)
  expect(door.events().map((event) => event['anonymousId'])).toEqual(expect.arrayContaining(kept))
})

test('every share of devices contains every smaller share', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.string(), share, share, (device, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)]
      expect(!isSampled(device, less) || isSampled(device, more)).toBe(true)
    }),
  )
})

test('beyond its quota a project is told when to come back, and nothing of the request is kept', async () => {
  let now = NOW
  door = await openDoor({ clock: () => now, settings: () => ({ eventsPerMinute: 60 }) })
  const post = (url: string, count: number, key = WRITE_KEY) =>
    door.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${key}` },
      payload: { batch: Array.from({ length: count }, () => track()) },
    })
  expect((await post('/v1/batch', 70)).statusCode).toBe(200)
  const refused = await post('/v1/batch', 1)
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '11'])
  expect(refused.json()).toMatchObject({ code: 'quota_exceeded' })
  expect((await post('/v1/import', 5, SECRET_KEY)).statusCode).toBe(200)
  now += 11_000
  expect((await post('/v1/batch', 1)).statusCode).toBe(200)
  expect(door.events()).toHaveLength(76)
})

test('whoever comes back when told to is let in, and nobody gets more than two quotas and a batch in any minute', () => {
  const batch = fc.record({
    wait: fc.integer({ min: 0, max: 20_000 }),
    events: fc.integer({ min: 1, max: 90 }),
  })
  fc.assert(
    fc.property(
      fc.array(batch, { maxLength: 60 }),
      fc.integer({ min: 1, max: 200 }),
      (batches, perMinute) => {
        let now = 0
        const quotas = createQuotas(() => now)
        const taken: { at: number; events: number }[] = []
        for (const { wait, events } of batches) {
          now += wait
          const again = quotas.take('p', perMinute, events)
          if (again > 0) {
            now += again * 1_000
            expect(quotas.take('p', perMinute, events)).toBe(0)
          }
          taken.push({ at: now, events })
        }
        for (const { at } of taken) {
          const minute = taken.filter((one) => one.at >= at && one.at < at + 60_000)
          const sum = minute.reduce((total, { events }) => total + events, 0)
          expect(sum).toBeLessThanOrEqual(2 * perMinute + 90)
        }
      },
    ),
  )
})

test('an address is written down only as far as the project keeps it, and never whole otherwise', async () => {
  const header = async (settings: ProjectSettings) => {
    await send(settings, [track()])
    return door.kept[0]?.header
  }
  const dropped = await header({})
  expect([dropped?.ip, dropped?.keepIp]).toEqual(['203.0.113.0', undefined])
  expect(await header({ ip: 'truncate' })).toMatchObject({ ip: '203.0.113.0', keepIp: true })
  expect(await header({ ip: 'keep' })).toMatchObject({ ip: '203.0.113.77', keepIp: true })
})

test('a truncated address names a network and no host', () => {
  expect(truncated('2001:db8:85a3:8d3:1319:8a2e:370:7348')).toBe('2001:db8:85a3::')
  expect(truncated('2001:db8::1')).toBe('2001:db8:0::')
  expect(truncated('::1')).toBe('0:0:0::')
  expect(truncated('fe80::1%eth0')).toBe('fe80:0:0::')
  expect(truncated('::ffff:192.0.2.128')).toBe('192.0.2.0')
  expect(truncated('unknown')).toBe('')
  fc.assert(
    fc.property(fc.ipV6(), (ip) => {
      const short = truncated(ip)
      expect(short.endsWith('::') || short.endsWith('.0')).toBe(true)
      expect(truncated(plain(short))).toBe(short)
    }),
  )
})

test('the policy of a project about clocks travels with the record', async () => {
  await send({ clock: 'server' }, [track()])
  expect(door.kept[0]?.header.clock).toBe('server')
  await send({ clock: 'corrected' }, [track()])
  expect(door.kept[0]?.header).not.toHaveProperty('clock')
})
