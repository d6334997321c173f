import { expect, test } from 'vitest'
import { restMs } from './pace.ts'

test('inserts begin at a steady pace, and a store that cannot keep it is asked again at once', () => {
  expect(restMs(10)).toBe(690)
  expect(restMs(400)).toBe(300)
  expect(restMs(5_000)).toBe(0)
})

test('whoever asks for another pace gets it', () => {
  expect(restMs(0, 1)).toBe(1)
  expect(restMs(100, 1)).toBe(0)
})
