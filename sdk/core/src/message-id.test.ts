import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageId } from './message-id.ts'

const bytes = fc.uint8Array({ minLength: 9, maxLength: 9 })
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('an id is a UUID of version 7 that tells its millisecond', () => {
  fc.assert(
    fc.property(moment, bytes, (now, random) => {
      const id = messageId(now, () => random.slice())
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now)
    }),
  )
})

test('ids sort by the time they were made', () => {
  fc.assert(
    fc.property(moment, moment, bytes, bytes, (one, other, left, right) => {
      fc.pre(one !== other)
      expect(messageId(one, () => left.slice()) < messageId(other, () => right.slice())).toBe(one < other)
    }),
  )
})

test('all 72 random bits are used', () => {
  const zeros = messageId(0, () => new Uint8Array(9))
  const ones = messageId(0, () => new Uint8Array(9).fill(255))
  expect(zeros).toBe('00000000-0000-7000-a000-000000000000')
  expect(ones).toBe('00000000-0000-7fff-afff-ffffffffffff')
})
