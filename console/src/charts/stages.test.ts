import type { FunnelStep } from '@firefly/protocol/results'
import { expect, test } from 'vitest'
import { largestDrop, stagesOf } from './stages.ts'

const step = (name: string, count: number): FunnelStep => ({
  name,
  count,
  conversion: 0,
  conversionFromPrevious: 0,
  medianSecondsFromPrevious: null,
  averageSecondsFromPrevious: null,
})

test('whoever does not reach a step has left before it', () => {
  const stages = stagesOf([step('a', 200), step('b', 50), step('c', 50), step('d', 0)])
  expect(stages.map(({ left, leftShare }) => [left, leftShare])).toEqual([
    [0, 0],
    [150, 0.75],
    [0, 0],
    [50, 1],
  ])
  expect(largestDrop(stages)?.name).toBe('b')
})

test('a funnel that nobody entered loses nobody', () => {
  const stages = stagesOf([step('a', 0), step('b', 0)])
  expect(stages.map(({ leftShare }) => leftShare)).toEqual([0, 0])
  expect(largestDrop(stages)).toBeUndefined()
  expect(largestDrop([])).toBeUndefined()
})
