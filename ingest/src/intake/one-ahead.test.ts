/** One item ahead, never two, and no failure is lost or told early. */
import { expect, test } from 'vitest'
import { oneAhead } from './one-ahead.ts'

test('the next item is made while the last is in use, and no more', async () => {
  const told: string[] = []
  async function* items(): AsyncGenerator<number> {
    for (let n = 0; n < 4; n++) {
      told.push(`made ${n}`)
      yield n
    }
  }
  for await (const n of oneAhead(items())) {
    await new Promise(setImmediate)
    told.push(`used ${n}`)
  }
  expect(told).toEqual(['made 0', 'made 1', 'used 0', 'made 2', 'used 1', 'made 3', 'used 2', 'used 3'])
})

test('what came before a failure is used before it is told', async () => {
  async function* items(): AsyncGenerator<number> {
    yield 1
    throw new Error('broken')
  }
  const used: number[] = []
  const using = (async (): Promise<void> => {
    for await (const n of oneAhead(items())) used.push(n)
  })()
  await expect(using).rejects.toThrow('broken')
  expect(used).toEqual([1])
})

test('whoever stops early ends it', async () => {
  let ended = false
  async function* items(): AsyncGenerator<number> {
    try {
      for (let n = 0; ; n++) yield n
    } finally {
      ended = true
    }
  }
  for await (const n of oneAhead(items())) if (n === 2) break
  await expect.poll(() => ended).toBe(true)
})
