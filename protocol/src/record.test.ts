/** Records: what goes in comes out, and nothing that comes out of a log can throw. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRecord, encodeRecord, type RecordHeader } from './record.ts'

const header: RecordHeader = {
  project: 'p',
  batchId: 'b',
  receivedAt: 1,
  shape: 'batch',
  events: 2,
  rejected: [1],
}

test('a record gives back its header and the very bytes the client sent', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string({ unit: 'grapheme' }), (body, project) => {
      const decoded = decodeRecord(encodeRecord({ ...header, project }, body))
      expect(decoded.ok && decoded.header).toEqual({ ...header, project })
      expect(decoded.ok && Buffer.from(decoded.body).equals(body)).toBe(true)
    }),
  )
})

test('bytes of any kind are read or refused with a reason, never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const decoded = decodeRecord(bytes)
      expect(decoded.ok || decoded.detail.length > 0).toBe(true)
    }),
  )
})

test('a record cut short at any byte is never taken for a whole header', () => {
  const whole = encodeRecord(header, new Uint8Array(0))
  for (let length = 0; length < whole.length; length++)
    expect(decodeRecord(whole.subarray(0, length)).ok).toBe(false)
})

test('a record of a later version is told apart from a broken one', () => {
  expect(decodeRecord(new Uint8Array([2, 0, 0, 0, 0]))).toMatchObject({
    ok: false,
    reason: 'unknown_version',
  })
})
