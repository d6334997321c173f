/** What cohorts come to together, and apart by group. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupsOf, shareOf } from './cohorts.ts'

const cohort = (start: string, size: number, values: number[], breakdown?: string | null) => ({
  start,
  size,
  values,
  ...(breakdown === undefined ? {} : { breakdown }),
})

test('a cohort whose period is not over yet does not lower what the others come to', () => {
  const [group] = groupsOf([cohort('a', 10, [10, 5, 2]), cohort('b', 30, [30, 3]), cohort('c', 5, [5])])
  expect(group?.together).toEqual({
    start: undefined,
    size: 45,
    kept: [
      { people: 45, of: 45 },
      { people: 8, of: 40 },
      { people: 2, of: 10 },
    ],
  })
  expect(group?.together.kept.map(shareOf)).toEqual([1, 0.2, 0.2])
})

test('each group has its own rows, those without a value too, and nobody’s share is no share', () => {
  const groups = groupsOf([
    cohort('a', 2, [2, 1], 'gold'),
    cohort('a', 0, [0, 0], null),
    cohort('b', 1, [1, 0], 'gold'),
  ])
  expect(groups.map(({ value, rows }) => [value, rows.map(({ start }) => start)])).toEqual([
    ['gold', ['a', 'b']],
    [null, ['a']],
  ])
  expect(groups[1]?.together.kept.map(shareOf)).toEqual([undefined, undefined])
})

test('what cohorts come to lies between the worst and the best of them', () => {
  const anyCohort = fc
    .tuple(
      fc.integer({ min: 1, max: 99 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
    )
    .map(([size, shares]) => cohort('x', size, [size, ...shares.map((share) => Math.round(share * size))]))
  fc.assert(
    fc.property(fc.array(anyCohort, { minLength: 1, maxLength: 6 }), (cohorts) => {
      const [group] = groupsOf(cohorts)
      group?.together.kept.forEach((kept, at) => {
        const each = group.rows.flatMap((row) => row.kept[at] ?? []).map((one) => shareOf(one) ?? 0)
        const share = shareOf(kept) ?? 0
        expect(share).toBeGreaterThanOrEqual(Math.min(...each) - 1e-9)
        expect(share).toBeLessThanOrEqual(Math.max(...each) + 1e-9)
      })
    }),
  )
})
