import { expect, test } from 'vitest'
import { isInView } from './exposure.ts'

const sight = (intersectionRatio: number, height: number): Parameters<typeof isInView>[0] => ({
  isIntersecting: intersectionRatio > 0,
  intersectionRatio,
  intersectionRect: { height } as DOMRectReadOnly,
})

test('an element is in view when its share of it is, or when it fills that share of the window', () => {
  expect(isInView(sight(0.5, 50), 0.5, 800)).toBe(true)
  expect(isInView(sight(0.4, 40), 0.5, 800)).toBe(false)
  // Five windows high: a tenth of it is half a window.
  expect(isInView(sight(0.1, 400), 0.5, 800)).toBe(true)
  expect(isInView(sight(0, 0), 0, 800)).toBe(false)
})
