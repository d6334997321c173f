import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { depthOf } from './page-leave.ts'

test('the depth is the lowest part that was in view', () => {
  expect(depthOf({ scrollY: 0, innerHeight: 500 }, { scrollHeight: 1_000 })).toBe(0.5)
  expect(depthOf({ scrollY: 250, innerHeight: 500 }, { scrollHeight: 1_000 })).toBe(0.75)
  expect(depthOf({ scrollY: 0, innerHeight: 800 }, { scrollHeight: 600 })).toBe(1)
})

test('the depth is between nothing and all, whatever the browser says', () => {
  const size = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(size, size, size, (scrollY, innerHeight, scrollHeight) => {
      const depth = depthOf({ scrollY, innerHeight }, { scrollHeight })
      expect(depth >= 0 && depth <= 1).toBe(true)
    }),
  )
})
