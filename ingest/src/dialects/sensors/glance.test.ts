/** What is written at a glance is what parsing and translating give, and what Sensors' libraries send is written at a glance. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logged } from '../../testing/logged.ts'
import { corrupted, spelled } from '../../testing/spelled.ts'
import { write } from '../translated.ts'
import { parseBody } from './body.ts'
import { translate } from './event.ts'
import { glanceAt } from './glance.ts'
import { PROPERTIES } from './places.ts'

const RECEIVED_AT = Date.parse('2026-11-27T10:00:05.000Z')
const NOW = RECEIVED_AT - 5_000
const OPENING = { secretKeys: new Map<string, string>(), maxBytes: 1e6 }

/** Throws where parsing and translating would not have said the same. */
async function expectTheSame(glance: NonNullable<ReturnType<typeof glanceAt>>, body: Buffer): Promise<void> {
  const events = await parseBody(body, OPENING)
  const slow = write(events.map((event, index) => ({ index, events: translate(event, RECEIVED_AT) })))
  expect(slow.rejected).toEqual([])
  const record = logged(glance.batch, glance.bytes)
  // Numbers as they are written anew: `-0` is none there, and one too large is nothing.
  expect({ ...record, body: JSON.parse(JSON.stringify(record.body)) }).toEqual(logged(slow.batch, slow.bytes))
  expect(glance.batch.events()).toEqual((record.body as { batch: unknown[] }).batch)
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -0,
    1e300,
    true,
    [],
    {},
    '取值异常',
    'x解析失败',
    '支付失败',
    'x'.repeat(201),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const mostly = (...usual: unknown[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd })
/** Nearly always absent. */
const rarely = (value: unknown) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(value) })
const names = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PROPERTIES.names) },
  { weight: 2, arbitrary: fc.constantFrom('plan', '价格', '$screen_name', '$other', '__proto__') },
  fc.string(),
)
const known = fc.record(
  {
    $lib: mostly('js', 'Android', 'MiniProgram'),
    $lib_version: mostly('1.25.1'),
    $url: mostly('https://bank.example/a', 'https://bank.example/b'),
    $os: mostly('iOS', '取值异常'),
    $element_content: mostly('下单'),
    $is_login_id: mostly(true, false),
    plan: mostly('pro', '高级', '支付失败', 'x解析失败'),
  },
  { requiredKeys: [] },
)
const properties = fc
  .tuple(known, fc.array(fc.tuple(names, odd), { maxLength: 3 }))
  .map(([usual, others]) => ({ ...usual, ...Object.fromEntries(others) }))
const event = fc.record(
  {
    type: mostly('track', 'track', 'track', 'track_signup', 'profile_set'),
    event: mostly('Order', '下单', '$pageview', '$WebClick', '$AppViewScreen'),
    distinct_id: mostly('user', '设备'),
    anonymous_id: mostly('设备', 'device'),
    time: mostly(NOW, NOW - 1_000, String(NOW)),
    _track_id: mostly(1, 123_456_789),
    _flush_time: mostly(NOW, NOW + 60_000),
    login_id: rarely('user'),
    identities: mostly(
      { $identity_login_id: 'user', $identity_cookie_id: 'device' },
      { $identity_email: 'a@b' },
    ),
    lib: mostly({ $lib: 'js', $lib_version: '1.25.1' }, { $lib: 'java' }),
    item_id: rarely('i'),
    ekey: rarely('k'),
    more: odd,
    properties: fc.oneof({ weight: 12, arbitrary: properties }, { weight: 1, arbitrary: odd }),
  },
  { requiredKeys: ['type', 'event', 'distinct_id', 'time', 'properties'] },
)
/** Whose events are mostly alike, as those of a page are. */
const events = fc
  .tuple(properties, event, fc.array(fc.tuple(event, fc.nat(5)), { minLength: 1, maxLength: 3 }))
  .map(([shared, other, list]) =>
    list.map(([one, own]) => {
      if (own === 0) return one
      return own < 3 ? { ...one, properties: shared } : { ...other, event: one.event, properties: shared }
    }),
  )

test('what a glance writes is what parsing and translating give, down to the record', {
  timeout: 120_000,
}, async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(corrupted(spelled(fc.oneof({ weight: 4, arbitrary: events }, event))), async (body) => {
      const glance = glanceAt(body, RECEIVED_AT)
      if (!glance) return
      taken++
      await expectTheSame(glance, body)
    }),
    { numRuns: 3_000 },
  )
  expect(taken).toBeGreaterThan(300)
})

const happening = (properties: string, more = ''): string =>
  `{"type":"track","event":"a","time":${NOW},"_track_id":7,"distinct_id":"u"${more},"properties":{${properties}}}`

test.each([
  ['null takes away what was said before', [happening('"x":1,"x":null')]],
  [
    'what could not be found out is spelled with an escape',
    [happening('"x":"\\u89e3析失败","z":"解析失败"')],
  ],
  ['such a spelling ends it', [happening('"x":"解析失\\u8d25"')]],
  ['a payment has failed', [happening('"x":"支付失败","y":"正常"')]],
  ['less is said than before', [happening('"$lib":"js","$os":"iOS"'), happening('"$lib":"js"')]],
  ['more is said than before', [happening('"$lib":"js"'), happening('"$lib":"js","$os":"iOS"')]],
  [
    'it is another device than before',
    [happening('', ',"anonymous_id":"a"'), happening('', ',"anonymous_id":"b"')],
  ],
  ['it is a device no more', [happening('', ',"anonymous_id":"a"'), happening('')]],
  ['it was sent late', [happening('', `,"_flush_time":${NOW - 60_000}`)]],
])('the same is written where %s', async (_, events) => {
  const body = Buffer.from(`[${events.join(',')}]`)
  const glance = glanceAt(body, RECEIVED_AT)
  if (!glance) throw new Error('expected it to be taken at a glance')
  await expectTheSame(glance, body)
})

test('an envelope is left to those who open it', () => {
  const sealed = happening('', ',"ekey":"k","payloads":[]')
  expect(glanceAt(Buffer.from(`[${happening('')}]`), RECEIVED_AT)).toBeDefined()
  expect(glanceAt(Buffer.from(`[${sealed}]`), RECEIVED_AT)).toBe(undefined)
})
