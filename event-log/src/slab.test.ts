/** Pieces of a slab: as long as asked for, and nobody else's. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSlab } from './slab.ts'

test('what is written into one piece is not written over by another, whatever their sizes', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 100 }), { maxLength: 60 }), (sizes) => {
      const slab = createSlab(128)
      const pieces = sizes.map((size, at) => slab.cut(size).fill(at))
      expect(pieces.map((piece) => [...piece])).toEqual(
        sizes.map((size, at) => Array.from({ length: size }, () => at)),
      )
    }),
    { numRuns: 50 },
  )
})
