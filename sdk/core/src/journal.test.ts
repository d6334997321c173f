import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createJournal } from './journal.ts'
import { memoryState } from './memory-state.ts'
import type { Ownership, State } from './platform.ts'
import { type Row, rowOf } from './row.ts'

const row = (n: number): Row => rowOf(`id-${n}`, `e${n}`, '', '{}', 10)
const fail = (error: unknown): never => {
  throw error
}

/** Locks of one device. */
function locks(): Ownership {
  const held = new Set<string>()
  return {
    claim: async (owner) => (held.has(owner) || !held.add(owner) ? undefined : () => void held.delete(owner)),
  }
}

/** Some stores sort their keys as text, others give them as they like. */
const shuffled = (state: State, swaps: readonly number[]): State => ({
  ...state,
  keys() {
    const keys = state.keys()
    for (const [index, swap] of swaps.entries())
      keys.push(...keys.splice((index + swap) % (keys.length || 1), 1))
    return keys
  },
})

test('what waited for the next visit comes in the order it was told, however many chunks it is kept in', async () => {
  const visits = fc.array(fc.nat(14), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(visits, fc.array(fc.nat(40), { maxLength: 10 }), async (visits, swaps) => {
      const [store, spillway] = [memoryState(), memoryState()]
      const ownership = locks()
      let owners = 0
      let told = 0
      const open = () => {
        const platform = { openStore: async () => shuffled(store, swaps), spillway, ownership }
        return createJournal(platform, () => `owner-${owners++}`, fail)
      }
      for (const chunks of visits) {
        const journal = open()
        for (let chunk = 0; chunk < chunks; chunk++) await journal.write([row(told++)])
        journal.spill([row(told++)])
        journal.release()
      }
      const adopted = await open().adopt()
      expect(adopted.map(({ text }) => text)).toEqual(Array.from({ length: told }, (_, n) => `e${n}`))
    }),
    { numRuns: 50 },
  )
})

test('what was written twice by a page that was going away is read once, and erased in both places', async () => {
  const [store, spillway] = [memoryState(), memoryState()]
  const ownership = locks()
  const platform = { openStore: () => store, spillway, ownership }
  const first = createJournal(platform, () => 'first', fail)
  const rows = [row(1), row(2)]
  const writing = first.write(rows)
  first.spill(rows)
  await writing
  first.release()
  for (const key of spillway.keys()) store.set(key, spillway.get(key) ?? '')
  const second = createJournal(platform, () => 'second', fail)
  const adopted = await second.adopt()
  expect(adopted.map(({ id }) => id)).toEqual(['id-1', 'id-2'])
  second.erase(adopted, [])
  await expect.poll(() => [store.keys(), spillway.keys()]).toEqual([[], []])
})

test('a page that goes for good leaves of a half-delivered chunk the other half', async () => {
  const [store, spillway] = [memoryState(), memoryState()]
  const platform = { openStore: () => store, spillway, ownership: locks() }
  let owners = 0
  const journal = createJournal(platform, () => `owner-${owners++}`, fail)
  const [one, two] = [row(1), row(2)]
  await journal.write([one, two])
  journal.erase([one], [two])
  journal.spill([two])
  journal.release()
  expect((await journal.adopt()).map(({ id }) => id)).toEqual(['id-2'])
})
