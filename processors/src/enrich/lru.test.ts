/** Remembering: the right answer always, computed again only when the key is long gone, never more kept than allowed. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { remember } from './lru.ts'

const walks = fc.array(
  fc.integer({ min: 0, max: 20 }).map((key) => `key ${key}`),
  { maxLength: 300 },
)

test('the answer is always the one of its key, and keys asked of late are not computed again', () => {
  fc.assert(
    fc.property(walks, fc.integer({ min: 2, max: 12 }), (keys, size) => {
      const computed: string[] = []
      const ask = remember(size, (key) => ({ key, nth: computed.push(key) }))
      keys.forEach((key, index) => {
        const before = computed.length
        expect(ask(key).key).toBe(key)
        const since = keys.slice(0, index).lastIndexOf(key)
        const others = new Set(keys.slice(since + 1, index))
        if (since >= 0 && others.size < Math.floor(size / 2)) expect(computed.length).toBe(before)
      })
    }),
  )
})

test('no more than the allowed number of answers is kept', () => {
  fc.assert(
    fc.property(walks, fc.integer({ min: 2, max: 12 }), (keys, size) => {
      let computed = 0
      const ask = remember(size, () => ({ nth: (computed += 1) }))
      for (const key of keys) ask(key)
      const before = computed
      const all = new Set(keys)
      // Asking a fresh copy of what is kept would change it, so count the answers that survived by asking each key once.
      for (const key of [...all].toReversed()) ask(key)
      expect(all.size - (computed - before)).toBeLessThanOrEqual(size)
    }),
  )
})
