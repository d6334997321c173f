/** Whoever remembers what a table held learns of every write that may have changed it. */
import { expect, test } from 'vitest'
import { countWrites } from './writes.ts'

test('a write counts for its table alone, one that names none for every table', async () => {
  const { counted, of } = countWrites()
  const before = of(['links'])
  await counted('events', async () => undefined)
  expect(of(['links'])).toBe(before)
  await counted('links', async () => undefined)
  const after = of(['links'])
  expect(after).not.toBe(before)
  await counted(undefined, async () => undefined)
  expect(of(['links'])).not.toBe(after)
  expect(of(['links', 'events'])).not.toBe(of(['links']))
})

test('nothing is promised while a table is written, also when that fails in the end', async () => {
  const { counted, of } = countWrites()
  const before = of(['links'])
  let reject: (why: Error) => void = () => undefined
  const writing = counted('links', () => new Promise((_, fail) => (reject = fail)))
  expect(of(['links'])).toBeUndefined()
  expect(of(['events'])).toBeDefined()
  reject(new Error('the disk is full'))
  await expect(writing).rejects.toThrow('the disk is full')
  expect(of(['links'])).not.toBe(before)
})
