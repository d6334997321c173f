import { expect, test } from 'vitest'
import { restMs } from './pace.ts'

test('few events are stored soon, and a slow store is asked less often, but never later than people would notice', () => {
  expect(restMs(10)).toBe(90)
  expect(restMs(100)).toBe(200)
  expect(restMs(400)).toBe(350)
  expect(restMs(5_000)).toBe(0)
})

test('whoever asks for less rest gets it, as long as the store is quick', () => {
  expect(restMs(0, 1)).toBe(1)
  expect(restMs(100, 1)).toBe(200)
})
