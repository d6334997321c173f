/** Questions leave threads to whatever else has to be done. */
import { expect, test } from 'vitest'
import { questionsAtOnce } from './side-by-side.ts'

test('in one process with the engine questions never take the last threads', () => {
  expect(questionsAtOnce(3, 'chdb:/data', '16')).toBe(3)
  expect(questionsAtOnce(3, 'chdb:/data', undefined)).toBe(2)
  expect(questionsAtOnce(100, 'chdb:/data', '16')).toBe(14)
  expect(questionsAtOnce(3, 'chdb:/data', '1')).toBe(1)
})

test('a server has threads of its own', () => {
  expect(questionsAtOnce(20, 'https://clickhouse.example:8443', undefined)).toBe(20)
})
