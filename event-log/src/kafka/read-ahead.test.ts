import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogRecord } from '../port.ts'
import { createReadAhead } from './read-ahead.ts'

const at = (offset: number): LogRecord => ({ offset, value: Buffer.alloc(10), events: 1, appendedAt: 0 })

test('reading on gives every record once and in order, however much is asked for at a time', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(
      gaps,
      fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 60, maxLength: 60 }),
      (steps, sizes) => {
        let next = -1
        const all = steps.map((step) => at((next += step)))
        const ahead = createReadAhead()
        ahead.fill(0, all)
        const found: LogRecord[] = []
        for (const maxBytes of sizes)
          found.push(...ahead.take({ from: (found.at(-1)?.offset ?? -1) + 1, maxBytes }))
        expect(found).toEqual(all)
      },
    ),
  )
})

test('an end that was asked for is kept, and what lies behind it comes later', () => {
  const ahead = createReadAhead()
  ahead.fill(2, [2, 3, 4, 5].map(at))
  expect(ahead.take({ from: 2, until: 4, maxBytes: 1_000 }).map(({ offset }) => offset)).toEqual([2, 3])
  expect(ahead.take({ from: 4, maxBytes: 1 }).map(({ offset }) => offset)).toEqual([4])
  expect(ahead.take({ from: 5, maxBytes: 1 }).map(({ offset }) => offset)).toEqual([5])
})

test('going back before what is kept finds nothing, so that it is pulled again', () => {
  const ahead = createReadAhead()
  ahead.fill(5, [5, 6].map(at))
  expect(ahead.take({ from: 5, maxBytes: 1 }).map(({ offset }) => offset)).toEqual([5])
  expect(ahead.take({ from: 5, maxBytes: 1 })).toEqual([])
})
