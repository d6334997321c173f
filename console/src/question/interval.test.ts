import { expect, test } from 'vitest'
import { chosenInterval, fits, intervalFor } from './interval.ts'

test('a chart has neither two points nor two thousand', () => {
  for (const [days, buckets] of [
    [1, 24],
    [7, 7],
    [30, 30],
    [365, 53],
    [1_000, 33],
  ] as const) {
    const width = { minute: 1 / 1_440, hour: 1 / 24, day: 1, week: 7, month: 30.4 }[intervalFor(days)]
    expect(Math.ceil(days / width)).toBe(buckets)
  }
})

test('a chosen interval stays as long as the range allows it', () => {
  expect(chosenInterval('hour', 7)).toBe('hour')
  expect(fits('minute', 30)).toBe(false)
  expect(chosenInterval('minute', 30)).toBe('day')
  expect(chosenInterval('month', 1)).toBe('month')
})
