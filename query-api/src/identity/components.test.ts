import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Pair, personsOf } from './components.ts'

const anyId = fc.integer({ min: 1, max: 12 }).map(String)
const anyPairs = fc.array(fc.tuple(anyId, anyId), { maxLength: 20 })

/** Spreads the smallest id along the pairs until nothing changes. */
function slowly(pairs: readonly Pair[]): Map<string, string> {
  const person = new Map(pairs.flat().map((id) => [id, id]))
  for (let changed = true; changed; ) {
    changed = false
    for (const [one, other] of pairs) {
      const least = String(Math.min(Number(person.get(one)), Number(person.get(other))))
      for (const id of [one, other]) {
        if (person.get(id) === least) continue
        person.set(id, least)
        changed = true
      }
    }
  }
  return person
}

test('everybody is in the person of the smallest id they can be reached from', () => {
  fc.assert(
    fc.property(anyPairs, (pairs) => {
      expect(personsOf(pairs)).toEqual(slowly(pairs))
    }),
  )
})

test('a circle of a hundred thousand aliases ends', () => {
  const ring = Array.from(
    { length: 100_000 },
    (_, at): Pair => [String(at + 1), String(((at + 1) % 100_000) + 1)],
  )
  expect(new Set(personsOf(ring).values())).toEqual(new Set(['1']))
})

test('ids are compared as numbers of any length', () => {
  expect(personsOf([['18446744073709551615', '9']]).get('18446744073709551615')).toBe('9')
})
