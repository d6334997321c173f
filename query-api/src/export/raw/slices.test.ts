/** Cutting a range: every event in one piece, no piece larger than memory where minutes allow it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Slice, slicesOf } from './slices.ts'

const MINUTE = 60_000

test('every event lies in exactly one slice, in order, and no slice of several minutes is too large', async () => {
  const times = fc.array(fc.integer({ min: 0, max: 3 * 1_440 * MINUTE }), { maxLength: 80 })
  const crowd = fc.array(fc.integer({ min: 0, max: 3 * MINUTE }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(times, crowd, fc.integer({ min: 1, max: 20 }), async (spread, dense, most) => {
      const all = [...spread, ...dense].map((time) => time + 12_345)
      const inside = (slice: Slice): number[] => all.filter((time) => time >= slice.from && time < slice.to)
      const range = { from: 30_000, to: 3 * 1_440 * MINUTE - 1 }
      const slices: Slice[] = []
      const count = async (within: Slice, width: number): Promise<Map<number, number>> => {
        const counts = new Map<number, number>()
        for (const time of inside(within)) {
          const start = Math.floor(time / width) * width
          counts.set(start, (counts.get(start) ?? 0) + 1)
        }
        return counts
      }
      for await (const slice of slicesOf(range, most, count)) slices.push(slice)
      const ascending = (a: number, b: number): number => a - b
      expect(slices.flatMap((slice) => inside(slice).toSorted(ascending))).toEqual(
        inside(range).toSorted(ascending),
      )
      for (const slice of slices)
        if (inside(slice).length > most) expect(slice.to - slice.from).toBeLessThanOrEqual(MINUTE)
    }),
  )
})
