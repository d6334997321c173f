/** What a glance tells of a batch is what parsing and judging it tells. */
import { readFileSync } from 'node:fs'
import { MAX_BATCH_EVENTS, MAX_DEPTH, MAX_EVENT_BYTES, MAX_PROPERTIES } from '@firefly/protocol/limits'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rudderstackIn } from '../../dialects/rudderstack/translate.ts'
import { libraryDialect, dialectOf } from '../../dialects/segment/wire.ts'
import { event, frame } from '../../testing/events.ts'
import { judgeBatch } from '../batch.ts'
import { isSealed } from '../unseal.ts'
import { type Glimpse, glance } from './batch.ts'

const LIMITS = { maxEvents: MAX_BATCH_EVENTS, maxEventBytes: MAX_EVENT_BYTES }

/** The slow and obvious way. Throws where the glance must say nothing. */
function looked(bytes: Uint8Array): Omit<Glimpse, 'library'> & { dialect: string } {
  const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as { writeKey?: string | null }
  expect([isSealed(value), rudderstackIn(value, {})]).toEqual([false, undefined])
  const { accepted, rejected, events } = judgeBatch(value, bytes.length, LIMITS)
  expect([rejected, events.length]).toEqual([[], accepted])
  const [first] = events as { anonymousId?: string; userId?: string }[]
  const device = first?.anonymousId || first?.userId || ''
  return { events: accepted, device, writeKey: value.writeKey ?? '', dialect: libraryDialect(value) }
}

/** Whether the glance was sure; that it was right then is asserted. */
function agrees(bytes: Uint8Array): boolean {
  const seen = glance(bytes)
  if (!seen) return false
  const { library, ...told } = seen
  expect({ ...told, dialect: dialectOf(library) }).toEqual(looked(bytes))
  return true
}

const sent = {
  type: 'track',
  event: 'Order Completed',
  messageId: '018f3c1e-7b1a-7c33-9d1f-0c8f8d1a2b3c',
  anonymousId: 'gerät-🦋',
  timestamp: '2026-01-31T10:00:00.000Z',
  properties: { total: -12.5e-3, note: 'said "hi"\n', list: [1, [], {}, null, true, false], 商品: '茶' },
  context: { sessionId: 's', page: { url: 'https://bank.example/' }, platform: 'h5', library: { name: 'x' } },
}
const body = (...events: unknown[]): Buffer => Buffer.from(JSON.stringify({ batch: events }))

/** JSON as others write it: with spaces, or its letters escaped. */
const written = fc
  .tuple(fc.constantFrom(undefined, 1, '\t'), fc.boolean())
  .map(([space, escaped]) => (value: unknown): Buffer => {
    const text = JSON.stringify(value, undefined, space) ?? 'null'
    return Buffer.from(
      escaped
        ? text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : text,
    )
  })
/** One that is right but for a field or two that may not be. */
const nearly = (right: object, other: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  other.chain((value) => {
    const fields = Object.entries(Object(value) as object)
    return fc.subarray(fields, { maxLength: Math.min(2, fields.length) }).map((some) => ({
      ...right,
      ...Object.fromEntries(some),
    }))
  })
const batch = fc
  .tuple(
    nearly({ sentAt: sent.timestamp }, frame),
    fc.array(nearly(sent, event), { minLength: 1, maxLength: 3 }),
  )
  .map(([around, events]) => ({ ...around, batch: events }))

test('whatever is sent: it is surely valid, and the same is told of it, or nothing is', {
  timeout: 60_000,
}, () => {
  let sure = 0
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: batch }, frame), written, (value, write) => {
      if (agrees(write(value))) sure++
    }),
    { numRuns: 2_000 },
  )
  expect(sure).toBeGreaterThan(100)
})

test('whatever happens to the bytes of a batch on its way: the same', { timeout: 60_000 }, () => {
  const whole = Buffer.from(
    JSON.stringify({ context: sent.context, writeKey: 'k', sentAt: sent.timestamp, batch: [sent, sent] }),
  )
  const byte = fc.oneof(
    fc.constantFrom(...Buffer.from('{}[]",:\\0123-.eEunltf \n\0')),
    fc.integer({ min: 0, max: 255 }),
  )
  const place = fc.nat({ max: whole.length })
  let sure = 0
  fc.assert(
    fc.property(place, fc.constantFrom(0, 1, 1, 2, 40), fc.array(byte, { maxLength: 3 }), (at, gone, put) => {
      const bytes = Buffer.concat([whole.subarray(0, at), Buffer.from(put), whole.subarray(at + gone)])
      if (agrees(bytes)) sure++
    }),
    { numRuns: 5_000 },
  )
  expect(sure).toBeGreaterThan(100)
})

test('what SDKs of ours and of Segment send is told of at a glance', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../../../protocol/fixtures/events.json', import.meta.url), 'utf8'),
  ) as { event: unknown; verdict: string }[]
  const accepted = golden.filter(({ verdict }) => verdict === 'accept').map((one) => one.event)
  expect(accepted.filter((one) => agrees(body(one))).length).toBeGreaterThan(accepted.length / 2)
  expect(agrees(body(sent, { ...sent, type: 'identify', userId: 'u', event: null, traits: { a: 1 } }))).toBe(
    true,
  )
  const { type, ...rest } = sent
  expect(agrees(body({ ...rest, userId: null, type }))).toBe(true)
})

test('limits hold at a glance as they do after it', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })
  const many = (keys: number): object =>
    Object.fromEntries(Array.from({ length: keys }, (_, n) => [`k${n}`, n]))
  const surely = (more: object): boolean => agrees(body({ ...sent, ...more }))
  expect([MAX_DEPTH - 1, MAX_DEPTH].map((levels) => surely({ properties: nested(levels) }))).toEqual([
    true,
    false,
  ])
  expect([MAX_PROPERTIES, MAX_PROPERTIES + 1].map((keys) => surely({ traits: many(keys) }))).toEqual([
    true,
    false,
  ])
  expect(surely({ properties: { text: 'x'.repeat(MAX_EVENT_BYTES) } })).toBe(false)
  const small = { type: 'page', userId: 'u' }
  const times = (count: number): Buffer => body(...Array.from({ length: count }, () => small))
  expect([MAX_BATCH_EVENTS, MAX_BATCH_EVENTS + 1].map((count) => agrees(times(count)))).toEqual([true, false])
  expect(agrees(body())).toBe(false)
})
