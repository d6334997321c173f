/** A glance never takes what the schema refuses, and takes what SDKs really send. */
import { readFileSync } from 'node:fs'
import { batchSchema, eventSchema } from '@firefly/protocol/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { event, frame } from '../testing/events.ts'
import { isPlainInstant, isPlainInstantAt } from './instant.ts'
import { isPlainFrame, plainlyValid } from './plainly-valid.ts'

test('an event that is taken at a glance is one that the schema takes', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(event, (value) => {
      if (plainlyValid(value)) expect(eventSchema.safeParse(value).error?.issues).toBe(undefined)
    }),
    { numRuns: 3_000 },
  )
})

test('and so is the frame of a batch', () => {
  fc.assert(
    fc.property(frame, (value) => {
      if (isPlainFrame(value)) expect(batchSchema.safeParse(value).error?.issues).toBe(undefined)
    }),
    { numRuns: 1_000 },
  )
})

test('what SDKs send is taken at a glance', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../../protocol/fixtures/events.json', import.meta.url), 'utf8'),
  ) as { event: unknown; verdict: string }[]
  const accepted = golden.filter(({ verdict }) => verdict === 'accept')
  expect(accepted.filter((one) => plainlyValid(one.event)).length).toBeGreaterThan(accepted.length / 2)
  const sent = {
    type: 'track',
    event: 'Order Completed',
    messageId: '018f3c1e-7b1a-7c33-9d1f-0c8f8d1a2b3c',
    anonymousId: '018f3c1e-7b1a-7c33-9d1f-0c8f8d1a2b3d',
    timestamp: '2026-01-31T10:00:00.000Z',
    properties: { total: 12.5 },
    context: { sessionId: 's', page: { url: 'https://bank.example/' }, platform: 'h5', locale: 'zh-CN' },
  }
  expect([plainlyValid(sent), isPlainFrame({ batch: [sent], sentAt: sent.timestamp })]).toEqual([true, true])
})

test('an instant is told the same from its bytes as from its text, whatever two of them are', () => {
  const right = Buffer.from('2026-01-31T10:00:00.000Z')
  const place = fc.nat(right.length - 1)
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(place, fc.oneof(byte, fc.integer({ min: 0x2f, max: 0x3b }))), { maxLength: 2 }),
      (changes) => {
        const bytes = Buffer.from(right)
        for (const [at, value] of changes) bytes[at] = value
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
        expect(isPlainInstantAt(view, 0)).toBe(isPlainInstant(bytes.toString('latin1')))
      },
    ),
    { numRuns: 2_000 },
  )
})
