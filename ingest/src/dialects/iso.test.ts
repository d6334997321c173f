/** Written faster, written the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoOf } from './iso.ts'

test('any time is written as the runtime writes it', () => {
  const near = fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 })
  const any = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true })
  fc.assert(
    fc.property(fc.oneof(near, any, fc.constantFrom(0, -1, -0.5, 86_399_999, 86_400_000)), (time) => {
      expect(isoOf(time)).toBe(new Date(time).toISOString())
    }),
    { numRuns: 2_000 },
  )
})
