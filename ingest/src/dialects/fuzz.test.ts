/** Whatever anybody sends to any door: no failure of ours, no event that the native rules would not take. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge } from '../intake/judge.ts'
import { type Door, openDoor, WRITE_KEY } from '../testing/door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.app.close())

const URLS = [
  `/e/?token=${WRITE_KEY}`,
  '/batch/',
  `/engage/?api_key=${WRITE_KEY}`,
  `/sa?project=${WRITE_KEY}`,
  `/sa.gif?token=${WRITE_KEY}`,
  `/debug?project=${WRITE_KEY}`,
  `/v1/batch?writeKey=${WRITE_KEY}`,
  `/v1/track?writeKey=${WRITE_KEY}`,
  `/v1/identify?writeKey=${WRITE_KEY}`,
]
const ENCODINGS = [undefined, 'gzip', 'deflate', 'br', 'zstd', 'identity', 'nonsense']

/** Fields that mean something somewhere, holding anything. */
const WORDS = [
  'event type properties batch api_key distinct_id uuid timestamp offset $set context $set_once $anon_distinct_id alias',
  '$group_key $elements $elements_chain traits identities login_id anonymous_id original_id _track_id time _flush_time',
  'ekey payloads lib item_id originalTimestamp userId anonymousId messageId __proto__ constructor $current_url $session_id',
].flatMap((line) => line.split(' '))
const NAMES = [
  '$identify',
  '$create_alias',
  '$groupidentify',
  '$set',
  '$autocapture',
  '$pageview',
  '$screen',
  'x',
]
const TYPES = [
  'track',
  'track_signup',
  'track_id_bind',
  'profile_set',
  'profile_append',
  'item_set',
  'page',
  'alias',
]
const leaf = fc.oneof(
  fc.constantFrom<unknown>(...NAMES, ...TYPES, WRITE_KEY, '', null, true, -1, 1e300, '2026-11-23T09:00:00Z'),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.double(),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
}))
/** JSON keeps `__proto__` as the name it is, which an object literal would not. */
const json = value.map((sent) => JSON.stringify(sent) ?? 'null')
const body = fc.oneof(
  json.map((text) => Buffer.from(text)),
  json.map((text) => gzipSync(text)),
  json.map((text) => Buffer.from(`data=${encodeURIComponent(Buffer.from(text).toString('base64'))}`)),
  json.map((text) =>
    Buffer.from(`data_list=${encodeURIComponent(gzipSync(text).toString('base64'))}&gzip=1`),
  ),
  json.map((text) => gzipSync(text).subarray(0, 20)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
)

test('no body makes a 5xx, and whatever is kept is a native event', { timeout: 60_000 }, async () => {
  const anything = fc.record({ url: fc.constantFrom(...URLS), encoding: fc.constantFrom(...ENCODINGS), body })
  await fc.assert(
    fc.asyncProperty(anything, async ({ url, encoding, body }) => {
      door.kept.length = 0
      const headers = encoding === undefined ? {} : { 'content-encoding': encoding }
      const { statusCode } = await door.app.inject({ method: 'POST', url, payload: body, headers })
      expect(statusCode).toBeLessThan(500)
      for (const event of door.events()) expect(judge(event, 0, { measure: true })).toBeUndefined()
    }),
    { numRuns: 1_500 },
  )
  expect(door.told.filter(({ name }) => name === 'request_failed')).toEqual([])
  expect(door.told.some(({ name }) => name === 'batch_accepted')).toBe(true)
})
