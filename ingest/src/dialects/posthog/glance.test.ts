/** What is written at a glance is what parsing and translating give, and what PostHog's libraries send is written at a glance. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logged } from '../../testing/logged.ts'
import { corrupted, spelled } from '../../testing/spelled.ts'
import { write } from '../translated.ts'
import { parseBody } from './body.ts'
import { isReplay, translate } from './event.ts'
import { type Asked, glanceAt, type PostHogGlance } from './glance.ts'
import { PROPERTIES } from './places.ts'

const RECEIVED_AT = Date.parse('2026-11-27T10:00:05.000Z')
const TIME = '2026-11-27T10:00:00.000Z'
const ID = '0190c1e0-7b1a-7c33-9d1f-0c8f8d1a2b3c'

/** Throws where parsing and translating would not have said the same. */
function expectTheSame(glance: PostHogGlance, body: Buffer, { sentAtOf, ...told }: Asked): void {
  const sent = parseBody(body, {})
  const sentAt = sentAtOf(sent.said)
  expect([sent.isHistory, sent.events.some(isReplay)]).toEqual([false, false])
  const token = glance.token ?? glance.tokenOfEvent
  if (token !== undefined) expect(token).toBe(sent.token)
  const sending = { ...told, sentAt }
  const slow = write(
    sent.events.map((event, index) => ({ index, events: translate(event, sending) })),
    sentAt,
  )
  expect(slow.rejected).toEqual([])
  const record = logged(glance.batch, glance.bytes)
  // Numbers as they are written anew: `-0` is none there, and one too large is nothing.
  expect({ ...record, body: JSON.parse(JSON.stringify(record.body)) }).toEqual(logged(slow.batch, slow.bytes))
  expect(glance.batch.events()).toEqual((record.body as { batch: unknown[] }).batch)
}

const asked = (library?: string): Asked => ({
  sentAtOf: (said) => (Number.isNaN(Date.parse(said ?? '')) ? undefined : Date.parse(said as string)),
  receivedAt: RECEIVED_AT,
  library,
})

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -0, 1e300, true, [], {}, '$direct', '$directly', 'x'.repeat(201)),
  fc.jsonValue({ maxDepth: 2 }),
)
const mostly = (...usual: unknown[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd })
/** Nearly always absent. */
const rarely = (value: unknown) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.constant(value))
const SPECIAL = ['$autocapture', '$autocapture', '$identify', '$set']
const names = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PROPERTIES.names) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('plan', 'price', '$host', '$sdk_debug_a', '$sdk_debu', '$direct', '__proto__'),
  },
  fc.string(),
)
const value = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      'a',
      'b',
      1,
      null,
      true,
      '$direct',
      'Desktop',
      'Microsoft Edge',
      'web',
    ),
  },
  odd,
)
const known = fc.record(
  {
    token: mostly('key'),
    distinct_id: mostly('user', ID),
    $device_id: mostly(ID, null),
    $lib: mostly('web', 'posthog-node', 'posthog-react-native'),
    $lib_version: mostly('1.200.0'),
    $current_url: mostly('https://bank.example/a', 'https://bank.example/b'),
    $referrer: mostly('$direct', 'https://bank.example/'),
    $os: mostly('macOS', 'iOS'),
    $insert_id: mostly('i'),
    $event_type: mostly('click', 'submit'),
    $elements_chain: mostly('button.a.b:text="下单"attr_id="x";div', 'a:href="/x"'),
    $elements: rarely([{ tag_name: 'a', attr__href: '/x', $el_text: 'x' }]),
    $el_text: mostly('下单'),
    $is_identified: mostly(true, false),
  },
  { requiredKeys: ['distinct_id'] },
)
const properties = fc
  .tuple(known, fc.array(fc.tuple(names, value), { maxLength: 4 }))
  .map(([usual, others]) => ({ ...usual, ...Object.fromEntries(others) }))
const event = fc.record(
  {
    event: mostly('Order', '下单', '$pageview', '$pageleave', '$WebClick', ...SPECIAL),
    properties: fc.oneof({ weight: 12, arbitrary: properties }, odd),
    timestamp: mostly(TIME, '2026-11-27T18:00:00+08:00', 'yesterday'),
    uuid: mostly(ID),
    distinct_id: mostly('user', ID),
    $set_once: fc.constantFrom({ $initial_os: 'iOS' }, { $initial_os: 'iOS', first: 1 }, {}, null),
    library: mostly('posthog-go'),
    api_key: mostly('key'),
    offset: rarely(5),
    $set: fc.oneof(rarely({ plan: 'pro' }), rarely(null)),
    more: odd,
  },
  { requiredKeys: ['event', 'properties'] },
)
/** Whose events are mostly alike, as those of a page are. */
const events = fc
  .tuple(properties, fc.array(fc.tuple(event, fc.nat(3)), { minLength: 1, maxLength: 3 }))
  .map(([shared, list]) => list.map(([one, own]) => (own === 0 ? one : { ...one, properties: shared })))
const batch = fc.record(
  {
    batch: events,
    api_key: mostly('key'),
    sent_at: mostly(TIME, 'yesterday'),
    historical_migration: rarely(true),
    more: odd,
  },
  { requiredKeys: ['batch'] },
)
const bodies = fc.oneof({ weight: 4, arbitrary: batch }, events, event)

test('what a glance writes is what parsing and translating give, down to the record', {
  timeout: 120_000,
}, () => {
  let taken = 0
  const libraries = fc.constantFrom(undefined, undefined, 'posthog-ios/3.0', 'x')
  fc.assert(
    fc.property(corrupted(spelled(bodies)), libraries, (body, library) => {
      const glance = glanceAt(body, asked(library))
      if (!glance) return
      taken++
      expectTheSame(glance, body, asked(library))
    }),
    { numRuns: 3_000 },
  )
  expect(taken).toBeGreaterThan(300)
})

const happening = (properties: string): string => `{"event":"a","properties":{${properties}}}`

test.each([
  ['null takes away what was said before', [happening('"distinct_id":"u","x":1,"x":null')]],
  ['the later of two counts', [happening('"distinct_id":"u","distinct_id":"v"')]],
  ['the later of two that are kept counts', [happening('"distinct_id":"u","$lib":"web","$lib":"x"')]],
  ['nowhere is spelled with escapes', [happening('"distinct_id":"u","x":"\\u0024direct","y":"$direct"')]],
  ['less is said than before', [happening('"distinct_id":"u","$lib":"web"'), happening('"distinct_id":"u"')]],
  ['more is said than before', [happening('"distinct_id":"u"'), happening('"distinct_id":"u","$lib":"web"')]],
  ['it is another device than before', [happening('"distinct_id":"u"'), happening('"distinct_id":"v"')]],
  ['nothing is said', [happening('"distinct_id":"u","$lib":"web"'), '{"event":"a","distinct_id":"u"}']],
])('the same is written where %s', (_, events) => {
  const body = Buffer.from(`[${events.join(',')}]`)
  const glance = glanceAt(body, asked())
  if (!glance) throw new Error('expected it to be taken at a glance')
  expectTheSame(glance, body, asked())
})

test('what posthog-js sends is written at a glance, with the token of its first event', () => {
  const page = {
    token: 'key',
    distinct_id: ID,
    $device_id: ID,
    $device_type: 'Desktop',
    $browser: 'Microsoft Edge',
    $current_url: 'https://bank.example/',
    $referrer: '$direct',
    $user_id: null,
    $viewport_width: 1280,
  }
  const $set_once = { $initial_referrer: '$direct' }
  const events = ['$pageview', '$autocapture', 'Order'].map((event) => ({
    uuid: ID,
    event,
    properties: page,
    $set_once,
    timestamp: TIME,
  }))
  const body = Buffer.from(JSON.stringify(events))
  const glance = glanceAt(body, asked())
  expect(glance).toMatchObject({ token: undefined, tokenOfEvent: 'key', batch: { accepted: 3, device: ID } })
  expectTheSame(glance as PostHogGlance, body, asked())
})
