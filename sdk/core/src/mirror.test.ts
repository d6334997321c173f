import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryState } from './memory-state.ts'
import { mirrored } from './mirror.ts'
import type { SlowShelf } from './platform.ts'
import { shelfIn } from './shelf.ts'

const fail = (error: unknown): never => {
  throw error
}

/** A store whose every answer waits until it is let, in the order they were asked for. */
function slow() {
  const state = memoryState()
  const waiting: (() => void)[] = []
  const { put, all } = shelfIn(state)
  const effect = <Value>(run: () => Value): Promise<Value> =>
    new Promise((resolve) => {
      waiting.push(() => resolve(run()))
    })
  const store: SlowShelf = {
    put: (key, text) => effect(() => put(key, text)),
    all: () => effect(all),
  }
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 50; round++) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      waiting.shift()?.()
    }
  }
  return { state, store, settle, waiting }
}

/** What somebody else finds, once this page is gone. */
const foundLater = async (store: SlowShelf, last: ReturnType<typeof memoryState>) =>
  new Map((await mirrored(() => store, shelfIn(last)).all()).filter(([, text]) => text && text !== '[]'))

test('whatever is put and whenever the page goes, the next one finds the text that was put last under each key', async () => {
  const put = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('', '1', '2', '3'))
  await fc.assert(
    fc.asyncProperty(fc.array(put, { maxLength: 8 }), fc.nat(8), async (puts, letThrough) => {
      const last = memoryState()
      const { state, store, waiting } = slow()
      const shelf = mirrored(() => store, shelfIn(last))
      const expected = new Map<string, string>()
      for (const [index, [key, text]] of puts.entries()) {
        expect(shelf.put(key, text, fail)).toBe(true)
        expected.set(key, text)
        await new Promise((resolve) => {
          setImmediate(resolve)
        })
        if (index < letThrough) waiting.shift()?.()
      }
      shelf.settle?.()
      const left = [...expected].filter(([, text]) => text)
      expect(await foundLater(shelfIn(state), last)).toEqual(new Map(left))
    }),
    { numRuns: 100 },
  )
})

test('once a text is in the store, nothing of it stays in the other place', async () => {
  const last = memoryState()
  const { state, store, settle } = slow()
  const shelf = mirrored(() => store, shelfIn(last))
  shelf.put('a', '1', fail)
  shelf.settle?.()
  expect(last.keys()).toEqual(['a'])
  shelf.put('a', '2', fail)
  await settle()
  expect([last.keys(), state.get('a')]).toEqual([[], '2'])
  shelf.put('a', '', fail)
  shelf.settle?.()
  await settle()
  expect([last.keys(), state.keys()]).toEqual([[], []])
})

test('what the store refuses is told, and kept at once when the page goes', async () => {
  const last = memoryState()
  const errors: unknown[] = []
  const full: SlowShelf = { put: () => Promise.reject(new Error('full')), all: () => [] }
  const shelf = mirrored(() => full, shelfIn(last))
  shelf.put('a', '1', (error) => errors.push(error))
  await expect.poll(() => errors).toEqual([new Error('full')])
  shelf.settle?.()
  expect(last.get('a')).toBe('1')
})
