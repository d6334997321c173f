/** A mapping that cannot work is refused at once, by name. */
import { expect, test } from 'vitest'
import { checkColumns } from './columns.ts'
import type { Mapping } from './mapping.ts'

const check = (mapping: Partial<Mapping>): void =>
  checkColumns({ type: 'track', timezone: 'UTC', number: [], ...mapping })(['who', 'what', 'when'])

test('a mapping whose columns are there passes', () => {
  expect(() => check({ user: 'who', event: 'what', time: 'when' })).not.toThrow()
  expect(() => check({ type: 'page', anonymous: 'who' })).not.toThrow()
})

test('a column that is not there is named, with its option and those that are', () => {
  expect(() => check({ user: 'usr', event: 'what' })).toThrow(
    '--user: the file has no column "usr"; it has: who, what, when',
  )
  expect(() => check({ user: 'who', event: 'what', number: ['price'] })).toThrow(/^--number:.*"price"/)
})

test('a mapping that says neither who nor what is refused', () => {
  expect(() => check({ event: 'what' })).toThrow(/--user or --anonymous/)
  expect(() => check({ user: 'who' })).toThrow(/--event .*--event-name/)
})
