import { expect, test } from 'vitest'
import { rageCounter } from './rage-clicks.ts'

const told = (clicks: [x: number, at: number][]): boolean[] => {
  const isRage = rageCounter({ count: 3, within: 1_000, radius: 30 })
  return clicks.map(([x, at]) => isRage({ x, y: 0, at }))
}

test('the third quick click on one place is rage, and the burst is told once', () => {
  expect(
    told([
      [0, 0],
      [10, 300],
      [5, 900],
      [5, 1_200],
    ]),
  ).toEqual([false, false, true, false])
})

test('slow clicks, and clicks here and there, are not', () => {
  expect(
    told([
      [0, 0],
      [0, 2_000],
      [0, 4_000],
    ]),
  ).toEqual([false, false, false])
  expect(
    told([
      [0, 0],
      [100, 100],
      [200, 200],
    ]),
  ).toEqual([false, false, false])
})
