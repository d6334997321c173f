/** What published SDKs really sent, sent again: every request succeeds, and what it told is kept in native words. */
import { afterEach, expect, test } from 'vitest'
import { type Door, NOW, openDoor } from '../testing/door.ts'
import { recording, recordingsIn, replay } from '../testing/recordings.ts'
import { type Bag, textIn } from './object.ts'

const GRANT = { project: 'p', kind: 'write' as const, key: 'test', maySee: 5 }
const keys = { find: (token: string) => (/^(?:phc_testtoken|wk_test)$/.test(token) ? GRANT : undefined) }
let door: Door
afterEach(() => door.app.close())

const SUCCESS: Record<string, number> = { OPTIONS: 204, GET: 200, POST: 200 }
/** Those that give their events no id. */
const NAMELESS = /^(?:node_posthog_[12]\.|go_posthog|rust_segment)/
/** Those that do not say who they are. */
const SILENT = /^rust_segment/
const more = process.env['FIREFLY_RECORDINGS']
if (!more) console.warn('NOT RUN: recordings of others — set FIREFLY_RECORDINGS to their folder')

for (const one of [...recordingsIn(), ...(more ? recordingsIn(more) : [])])
  test(`${one.name}: every request is answered with success, and nothing is refused`, async () => {
    door = await openDoor({ keys })
    for (const { method, path, status, body } of await replay(door.app, one))
      expect([method, path, status, body]).toEqual([method, path, SUCCESS[method], body])
    expect(door.told.filter(({ name }) => /refused|rejected|failed/.test(name))).toEqual([])
    const said = { library: { name: expect.any(String) } }
    for (const { body, events } of door.kept)
      for (const event of events) {
        if (!SILENT.test(one.name)) expect({ ...body, ...event }).toMatchObject({ context: said })
        if (!NAMELESS.test(one.name)) expect(event).toMatchObject({ messageId: expect.any(String) })
      }
  })

async function replayed(name: string): Promise<Bag[]> {
  door = await openDoor({ keys })
  await replay(door.app, recording(name))
  return door.events()
}
const brief = ({ type, event, userId, anonymousId, previousId, groupId }: Bag): string =>
  [type, event, userId, anonymousId, previousId, groupId].map((value) => textIn(value) ?? '-').join(' ')

test('posthog-js 1.449: a visitor who identifies, joins a group, takes an alias and clicks', async () => {
  const device = '01a2079c-050e-7585-ae5c-265adaea62aa'
  const events = await replayed('posthog')
  expect(events.map(brief)).toEqual([
    `page - - ${device} - -`,
    `identify - u1 ${device} - -`,
    `track $set_once u1 ${device} - -`,
    `track custom_event - ${device} - -`,
    `group - u1 ${device} - c1`,
    'alias - u1 - u1b -',
    `track $click u1 ${device} - -`,
    `track $click u1 ${device} - -`,
    `track $autocapture u1 ${device} - -`,
  ])
  expect(events[0]).toMatchObject({
    messageId: '01a2079c-056c-7c7c-a4b5-672bac2395e7',
    timestamp: '2026-11-23T08:53:15.244Z',
    context: {
      sessionId: '01a2079c-055a-74fb-8891-d66210ad0a66',
      page: { path: '/pages/posthog.html', title: 'PH page', url: expect.stringContaining('utm_source=wx') },
      os: { name: 'Windows', version: '10' },
      locale: 'en-US',
      userAgent: expect.stringMatching(/^Mozilla/),
      library: { name: 'posthog-js', version: '1.449.2' },
    },
    properties: { $source_event: '$pageview', plan: 'pro', $utm_medium: 'cpc', $device_type: 'desktop' },
  })
  expect(events[1]).toMatchObject({ traits: { email: 'x@y.z' }, properties: { $source_event: '$identify' } })
  expect(events[2]).toMatchObject({ properties: { $initial_utm_source: 'wx' } })
  expect(events[4]).toMatchObject({ traits: { name: 'n' }, properties: { $group_type: 'company' } })
  expect(events[6]).toMatchObject({
    properties: {
      $source_event: '$autocapture',
      $element: 'button',
      $selector: 'button#b',
      $text: 'Buy now',
    },
  })
  for (const event of events) expect(JSON.stringify(event)).not.toContain('phc_testtoken')
  expect(door.kept.map(({ body }) => body['sentAt'])[0]).toBe('2026-11-23T08:53:15.249Z')
})

test('posthog-js 1.200: one event or a list in gzip, times as distances from the sending', async () => {
  const events = await replayed('posthog_1.200.0')
  expect(events.map(({ type, event }) => event ?? type)).toEqual([
    'page',
    'identify',
    '$set_once',
    'custom_event',
    '$click',
    '$click',
    '$autocapture',
  ])
  expect(events[3]).toMatchObject({ timestamp: new Date(1795423944520 - 2995).toISOString() })
  expect(door.kept[2]?.body['sentAt']).toBe(new Date(1795423944520).toISOString())
})

test('posthog-node: users without a device, an alias, and properties to be set', async () => {
  const events = await replayed('node_posthog_ph')
  expect(events.map(brief)).toEqual([
    'track e1 u1 - - -',
    'track $set u1 - - -',
    'identify - u1 - - -',
    'alias - u1 - u2 -',
  ])
  expect(events[0]).toMatchObject({
    context: { platform: 'server', library: { name: 'posthog-node', version: '5.70.0' } },
    properties: { a: 1, b: '中文' },
  })
  expect(events[1]).toMatchObject({ properties: { n: 1 } })
  expect(events[2]).toMatchObject({ traits: { email: 'x' } })
})

test('analytics-next, one by one and in batches: bytes go on as they came', async () => {
  const [single, batched] = [await replayed('segment'), await replayed('segment_batch')]
  for (const events of [single, batched])
    expect(events.map(({ type }) => String(type)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'alias',
      'group',
      'identify',
      'page',
      'track',
    ])
  const { bodyB64 = '' } = recording('segment_batch').log.at(-1) ?? {}
  expect(door.kept[0]?.body).toEqual(JSON.parse(Buffer.from(bodyB64, 'base64').toString()))
  expect(door.told).toContainEqual(
    expect.objectContaining({ name: 'batch_accepted', dialect: 'segment', events: 5 }),
  )
})

test('RudderStack web: times, traits and the referrer lie where the native wire has them', async () => {
  const events = await replayed('rudder')
  expect(events.map(({ type }) => type)).toEqual(['page', 'track', 'identify', 'group', 'alias'])
  expect(events[0]).toMatchObject({
    timestamp: '2026-11-23T08:54:35.640Z',
    context: { page: { referrer: '' } },
  })
  expect(events[2]).toMatchObject({ userId: 'u1', traits: { email: 'x@y.z' } })
  expect(events[4]).toMatchObject({ userId: 'u2', previousId: 'u1' })
  expect(door.told).toContainEqual(
    expect.objectContaining({ name: 'batch_accepted', dialect: 'rudderstack' }),
  )
})

test('RudderStack node: gzip under the content type of a form', async () => {
  expect(await replayed('node_rudder')).toMatchObject([
    { type: 'track', event: 'e1', userId: 'u1', timestamp: '2026-11-23T09:05:25.142Z' },
  ])
  expect(door.kept[0]?.body['sentAt']).toBe('2026-11-23T09:05:25.142Z')
  expect(door.kept[0]?.header.receivedAt).toBe(NOW)
})
