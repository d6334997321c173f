import { expect, test } from 'vitest'
import { createOutbox } from './outbox.ts'

const value = (byte: number, length = 1): Uint8Array => new Uint8Array(length).fill(byte)

test('values leave in the order in which they came, as many together as there are', () => {
  const outbox = createOutbox({ mostValues: 10, mostBytes: 100, onDropped: () => undefined })
  for (const byte of [1, 2, 3]) outbox.put(value(byte))
  expect(outbox.take().map(([byte]) => byte)).toEqual([1, 2, 3])
  expect(outbox.take()).toEqual([])
})

test('when there are too many, or too many bytes, the oldest go and are counted', () => {
  let dropped = 0
  const outbox = createOutbox({ mostValues: 3, mostBytes: 100, onDropped: (values) => (dropped += values) })
  for (const byte of [1, 2, 3, 4, 5]) outbox.put(value(byte))
  expect(dropped).toBe(2)
  outbox.put(value(6, 99))
  expect(outbox.take().map(([byte]) => byte)).toEqual([5, 6])
  expect(dropped).toBe(4)
})

test('one value that is larger than everything allowed is dropped itself', () => {
  let dropped = 0
  const outbox = createOutbox({ mostValues: 3, mostBytes: 10, onDropped: (values) => (dropped += values) })
  outbox.put(value(1, 11))
  expect([dropped, outbox.take().length]).toEqual([1, 0])
})
