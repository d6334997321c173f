import { expect, test } from 'vitest'
import { certaintyOf, COLOURS, columnsOf, isEmpty, isWhole, type Line, linesOf, readingsAt } from './lines.ts'

const line = (name: string, ...values: (number | null)[]): Line => ({
  id: name,
  name,
  colour: 1,
  dashed: false,
  values,
  total: null,
})

test('every bucket that is over is drawn, zeros and gaps included', () => {
  const over = { unfinished: 3, ahead: 3 }
  expect(columnsOf(3, [line('a', 0, 2, 0), line('b', null, 1, 5)], over)).toEqual([
    [0, 1, 2],
    [0, 2, 0],
    [null, 1, 5],
    [null, null, null],
    [null, null, null],
  ])
})

test('what is still going on is drawn apart and joined to what is certain; what is to come is not drawn', () => {
  const [, certain, uncertain] = columnsOf(4, [line('a', 1, 2, 3, 0)], { unfinished: 2, ahead: 3 })
  expect(certain).toEqual([1, 2, null, null])
  expect(uncertain).toEqual([null, 2, 3, null])
})

test('a bucket is unfinished until its end has passed, and ahead until it has begun', () => {
  const days = ['2026-01-01T00:00:00+08:00', '2026-01-02T00:00:00+08:00']
  const at = (moment: string) => certaintyOf(days, '2026-01-02T16:00:00.000Z', new Date(moment))
  expect(at('2025-12-31T00:00:00Z')).toEqual({ unfinished: 0, ahead: 0 })
  expect(at('2026-01-01T15:59:59Z')).toEqual({ unfinished: 0, ahead: 1 })
  expect(at('2026-01-01T16:00:00Z')).toEqual({ unfinished: 1, ahead: 2 })
  expect(at('2026-01-02T16:00:00Z')).toEqual({ unfinished: 2, ahead: 2 })
})

test('under the pointer the largest stands first, and what has no number last', () => {
  const readings = readingsAt([line('a', null), line('b', 3), line('c', 7)], 0)
  expect(readings.map(({ line: { name }, value }) => [name, value])).toEqual([
    ['c', 7],
    ['b', 3],
    ['a', null],
  ])
})

test('lines keep the order of the answer; those beyond the colours are told apart by dashes', () => {
  const series = Array.from({ length: COLOURS + 1 }, (_, index) => ({
    name: 'A',
    breakdown: index === 0 ? null : String(index),
    values: [index],
    total: index,
  }))
  const lines = linesOf({ buckets: ['x'], series }, (name, group) => `${name} ${group ?? 'none'}`)
  expect(lines[0]).toMatchObject({ name: 'A none', colour: 1, dashed: false })
  expect(lines.at(-1)).toMatchObject({ name: 'A 8', colour: 1, dashed: true, total: 8 })
})

test('an answer of zeros is empty, an answer with a single one is not', () => {
  expect(isEmpty([line('a', 0, null), line('b', 0)])).toBe(true)
  expect(isEmpty([line('a', 0, 1)])).toBe(false)
  expect(isEmpty([])).toBe(true)
})

test('an axis of counts has no halves', () => {
  expect(isWhole([line('a', 1, null, 3)])).toBe(true)
  expect(isWhole([line('a', 1.5)])).toBe(false)
})
