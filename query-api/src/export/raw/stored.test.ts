/** Cutting a range as it is stored: everything in one piece, and none larger than memory where people are not. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Piece, piecesOf, type Stored, storedPieces } from './stored.ts'

const DAY = 86_400_000
const stored = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9 })), {
    selector: ([name, day]) => `${name}${day}`,
  })
  .chain((places) =>
    fc.tuple(...places.map((place) => fc.tuple(fc.constant(place), fc.integer({ min: 1, max: 40 })))),
  )
  .map((all) => all.map(([[name, day], events]): Stored => ({ name, start: day * DAY, events })))
  .map((all) => all.toSorted((a, b) => (a.name === b.name ? a.start - b.start : a.name < b.name ? -1 : 1)))
const lies = (one: Stored, { first, last }: Piece): boolean => {
  const behind = (a: Stored, b: Stored): boolean => (a.name === b.name ? a.start >= b.start : a.name > b.name)
  return behind(one, first) && behind(last, one)
}

test('each name and day lies in one piece, or in all shares of its own, and none holds too much', () => {
  fc.assert(
    fc.property(stored, fc.integer({ min: 1, max: 50 }), (all, most) => {
      const pieces = [...piecesOf(all, most)]
      for (const one of all) {
        const own = pieces.filter((piece) => lies(one, piece))
        const of = own[0]?.share?.of
        if (of === undefined) expect(own).toHaveLength(1)
        else expect(own.map(({ share }) => share)).toEqual(own.map((_, part) => ({ part, of })))
        if (of !== undefined) expect([own.length, one.events > most]).toEqual([of, true])
      }
      for (const piece of pieces.filter(({ share }) => share === undefined)) {
        const held = all.filter((one) => lies(one, piece)).reduce((sum, { events }) => sum + events, 0)
        expect(held).toBeLessThanOrEqual(most)
      }
    }),
  )
})

test('a long range is counted a month at a time, and all of it is', async () => {
  const counted: { from: number; to: number }[] = []
  const range = { from: 5, to: 100 * DAY }
  const count = async (within: { from: number; to: number }): Promise<Stored[]> => {
    counted.push(within)
    return [{ name: 'a', start: within.from, events: 1 }]
  }
  const pieces = []
  for await (const { piece } of storedPieces(range, 10, count)) pieces.push(piece)
  expect(pieces).toHaveLength(4)
  expect(counted[0]?.from).toBe(range.from)
  expect(counted.at(-1)?.to).toBe(range.to)
  for (const [at, { from }] of counted.slice(1).entries()) expect(from).toBe(counted[at]?.to)
})
