import { expect, test } from 'vitest'
import { COLOURS, columnsOf, isEmpty, isWhole, type Line, linesOf, readingsAt } from './lines.ts'

const line = (name: string, ...values: (number | null)[]): Line => ({
  id: name,
  name,
  colour: 1,
  dashed: false,
  values,
  total: null,
})

test('every bucket is drawn, zeros and gaps included', () => {
  expect(columnsOf(3, [line('a', 0, 2, 0), line('b', null, 1, 5)])).toEqual([
    [0, 1, 2],
    [0, 2, 0],
    [null, 1, 5],
  ])
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
