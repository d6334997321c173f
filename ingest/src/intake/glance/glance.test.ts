/** A glance is never more lenient than parsing and judging, and sees the same; what SDKs send is judged at a glance. */
import { MAX_BATCH_EVENTS, MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_PROPERTIES } from '@firefly/protocol/limits'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rudderstackIn } from '../../dialects/rudderstack/translate.ts'
import { libraryIn } from '../../dialects/segment/wire.ts'
import { LIMITS } from '../../routes/collect.ts'
import { event, frame, right } from '../../testing/events.ts'
import { logged } from '../../testing/logged.ts'
import { corrupted, spelled } from '../../testing/spelled.ts'
import { keyInBody } from '../authorise.ts'
import { judgeBatch, judgedAtAGlance } from '../batch.ts'
import { isSealed } from '../unseal.ts'
import { type Glance, glanceAt } from './glance.ts'

const TIME = '2026-01-31T10:00:00.000Z'

/** Throws where parsing, translating and judging would not have said the same. */
function expectTheSame(glance: Glance, body: Buffer): void {
  const value: unknown = JSON.parse(body.toString('utf8'))
  const translated = rudderstackIn(value, {})
  expect(isSealed(value)).toBe(false)
  expect([glance.writeKey, glance.library || undefined]).toEqual([
    keyInBody(value),
    libraryIn(value) || undefined,
  ])
  const bytes = translated ? Buffer.from(JSON.stringify(translated)) : body
  if (!translated) expect(glance.bytes).toBe(body)
  expect(glance.rudderstack !== undefined).toBe(translated !== undefined)
  const batch = judgeBatch(translated ?? value, bytes.length, LIMITS)
  expect([batch.rejected, batch.accepted]).toEqual([[], glance.events])
  const seen = judgedAtAGlance(glance)
  const record = logged(seen, glance.bytes)
  expect(record).toEqual(logged(batch, bytes))
  expect({ batch: seen.events() }).toMatchObject({ batch: (record.body as { batch: unknown[] }).batch })
}

const told = { library: fc.record({ name: fc.constantFrom('@segment/analytics-node', 'x', '') }) }
const rudders = {
  originalTimestamp: fc.constantFrom(TIME, TIME, TIME, null, 'yesterday'),
  timestamp: fc.constantFrom(undefined, undefined, null, TIME),
  anonymousId: fc.constantFrom('a', 'a', ''),
  sentAt: fc.constantFrom(TIME, null),
  context: fc.record(
    {
      ...told,
      traits: fc.constantFrom({}, { a: '}' }, null),
      page: fc.record({ referrer: fc.constantFrom('$direct', '"', 'https://bank.example/') }),
      locale: fc.constant('zh'),
    },
    { requiredKeys: [] },
  ),
}
/** Mostly right in every field, as are its frame and its events. */
const batches = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: right.frame }, frame),
    fc.array(fc.oneof({ weight: 8, arbitrary: right.event }, event), { minLength: 1, maxLength: 2 }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      fc.record({ context: fc.record(told), writeKey: fc.string() }, { requiredKeys: [] }),
      { weight: 3, arbitrary: fc.record(rudders, { requiredKeys: ['originalTimestamp'] }) },
    ),
  )
  .map(([around, events, more]) =>
    typeof around === 'object' && around !== null
      ? { ...around, batch: events.map((one, at) => (at === 0 ? Object.assign({}, one, more) : one)) }
      : around,
  )

test('what a glance takes is accepted by the schema, with the same record, key and library', {
  timeout: 120_000,
}, () => {
  let taken = 0
  fc.assert(
    fc.property(corrupted(spelled(batches)), (body) => {
      const glance = glanceAt(body)
      if (!glance) return
      taken++
      expectTheSame(glance, body)
    }),
    { numRuns: 2_000 },
  )
  expect(taken).toBeGreaterThan(20)
})

const whole = (more: object = {}): object => ({
  type: 'track',
  event: 'Order "Completed" 下单',
  messageId: '018f3c1e-7b1a-7c33-9d1f-0c8f8d1a2b3c',
  anonymousId: '设备-1',
  userId: null,
  timestamp: '2026-01-31T10:00:00.000Z',
  properties: { total: 12.5, list: [1, { a: [] }], note: 'two\nlines' },
  context: {
    sessionId: 1769860800000,
    page: { url: 'https://bank.example/', title: '"银行"' },
    platform: 'h5',
  },
  integrations: {},
  ...more,
})
const glanceOf = (batch: unknown, around: object = {}): Glance | undefined =>
  glanceAt(Buffer.from(JSON.stringify({ ...around, batch })))

test('what SDKs send is taken at a glance', () => {
  const library = { name: '@segment/analytics-node', version: '2.3.0' }
  const sent = { sentAt: '2026-01-31T10:00:01.000Z', writeKey: 'w', context: { library, locale: 'zh-CN' } }
  expect(glanceOf([whole(), whole({ anonymousId: 'b' })], sent)).toEqual({
    events: 2,
    device: '设备-1',
    writeKey: 'w',
    library: library.name,
    bytes: expect.any(Buffer),
    rudderstack: undefined,
  })
  const own = whole({ anonymousId: '', userId: 'u', writeKey: 'own', context: { library } })
  expect(glanceOf([own, whole()])).toMatchObject({
    events: 2,
    device: 'u',
    writeKey: 'own',
    library: library.name,
  })
})

test('what RudderStack has elsewhere is put in its native place', () => {
  const page = { referrer: '$direct', title: 't' }
  const wire = (context: object): object => ({ type: 'page', userId: 'u', context, originalTimestamp: TIME })
  const native = (context: object): object => ({ type: 'page', userId: 'u', context, timestamp: TIME })
  const around = { sentAt: TIME }
  const glance = glanceOf(
    [
      wire({ traits: { a: '}' }, page }),
      wire({ page, traits: {} }),
      wire({ traits: {} }),
      native({ traits: {} }),
    ],
    around,
  )
  expect(JSON.parse(Buffer.from(glance?.bytes ?? []).toString())).toEqual({
    ...around,
    batch: [
      native({ page: { referrer: '', title: 't' } }),
      native({ page: { referrer: '', title: 't' } }),
      native({}),
      native({ traits: {} }),
    ],
  })
  expect(glance?.rudderstack).toEqual({ lacksDevice: true, lacksTime: false })
  expect(glanceOf([wire({})])?.rudderstack).toEqual({ lacksDevice: true, lacksTime: true })
})

test('nothing of a body before is left when it is not said again', () => {
  glanceOf([whole()], { writeKey: 'w', context: { library: { name: 'x' } } })
  expect(glanceOf([whole({ anonymousId: 'a' })])).toEqual({
    events: 1,
    device: 'a',
    bytes: expect.any(Buffer),
  })
})

const wide = (keys: number): object =>
  Object.fromEntries(Array.from({ length: keys }, (_, at) => [`k${at}`, at]))

test('the limits of one event are where the schema has them, or before', () => {
  const { messageId: _, ...short } = whole() as { messageId: string }
  const [taken, refused]: [object, object] = [
    { event: 'x'.repeat(MAX_NAME_LENGTH), userId: 'x'.repeat(MAX_ID_LENGTH), traits: wide(MAX_PROPERTIES) },
    {
      event: 'x'.repeat(MAX_NAME_LENGTH + 1),
      userId: 'x'.repeat(MAX_ID_LENGTH + 1),
      traits: wide(MAX_PROPERTIES + 1),
    },
  ]
  expect(glanceOf([{ ...short, ...taken }])).toBeDefined()
  for (const [field, value] of Object.entries(refused))
    expect([field, glanceOf([{ ...short, [field]: value }])]).toEqual([field, undefined])
})

test.each([
  ['no events', '{"batch":[]}'],
  ['no batch', '{"context":{}}'],
  ['another frame', '[]'],
  ['an event that is none', '{"batch":[1]}'],
  ['more than one batch', '{"batch":[E],"batch":[E]}'],
  ['a key twice', '{"batch":[{"type":"track","event":"a","userId":"u","userId":""}]}'],
  ['an escaped key', '{"batch":[{"type":"track","event":"a","userId":"u","\\u0075serId":1}]}'],
  ['an escaped id', '{"batch":[{"type":"track","event":"a","userId":"\\u0061"}]}'],
  ['an envelope', '{"sealed":{},"batch":[E]}'],
  [
    'what RudderStack marks',
    '{"batch":[E,{"type":"track","event":"a","userId":"u","originalTimestamp":"x"}]}',
  ],
  ['something behind it', '{"batch":[E]}x'],
  ['a byte order mark', '\ufeff{"batch":[E]}'],
])('a body with %s is left to the schema', (_, text) => {
  const event = '{"type":"track","event":"a","userId":"u"}'
  expect(glanceAt(Buffer.from('{"batch":[E]}'.replace('E', event)))).toBeDefined()
  expect(glanceAt(Buffer.from(text.replaceAll('E', event)))).toBe(undefined)
})

test('as is one of more events, or larger ones, than it can be certain about', () => {
  const small = { type: 'page', userId: 'u' }
  expect(glanceOf(Array.from({ length: MAX_BATCH_EVENTS }, () => small))?.events).toBe(MAX_BATCH_EVENTS)
  expect(glanceOf(Array.from({ length: MAX_BATCH_EVENTS + 1 }, () => small))).toBe(undefined)
  const numbers = (count: number): object => ({
    ...small,
    properties: { list: Array.from({ length: count }, () => 1e20) },
  })
  expect(glanceOf([numbers(20)])).toBeDefined()
  // Short as it was sent, and too large as the schema measures it.
  const text = JSON.stringify({ batch: [numbers(20_000)] }).replaceAll('100000000000000000000', '1e20')
  expect(glanceAt(Buffer.from(text))).toBe(undefined)
  expect(glanceOf([{ ...small, properties: { text: 'x'.repeat(300_000) } }])).toBe(undefined)
})
