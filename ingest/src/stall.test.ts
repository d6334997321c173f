/** One long pause turns nobody away; pauses that follow each other do. */
import { expect, test } from 'vitest'
import { createStall } from './stall.ts'

let now = 0
const asked = (at: number, lasts: (delayMs: number) => boolean, delayMs = Number.POSITIVE_INFINITY) => {
  now = at
  return lasts(delayMs)
}

test('a measured delay counts at once', () => {
  expect(
    asked(
      0,
      createStall(() => now),
      1_200,
    ),
  ).toBe(true)
})

test('one pause does not, nor another one a while later', () => {
  const lasts = createStall(() => now)
  expect([0, 10, 900, 9_000, 9_500].map((at) => asked(at, lasts))).toEqual(Array(5).fill(false))
})

test('pauses without an end do from the second look on', () => {
  const lasts = createStall(() => now)
  expect([0, 900, 1_100, 2_500].map((at) => asked(at, lasts))).toEqual([false, false, true, true])
})
