import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageRows } from './page.ts'

const sized = (text: Buffer): Buffer[] => {
  const size: number[] = []
  for (let rest = text.length; ; rest = Math.floor(rest / 128)) {
    size.push(rest > 127 ? (rest % 128) + 128 : rest)
    if (rest <= 127) return [Buffer.from(size), text]
  }
}

test('rows are as they were written, however long they are', () => {
  const row = fc.record({
    at: fc.integer({ min: -5e12, max: 5e12 }),
    id: fc.string({ unit: 'binary' }),
    row: fc.string({ unit: 'binary', maxLength: 300 }),
  })
  fc.assert(
    fc.property(fc.array(row), fc.constantFrom('', 'x'.repeat(20_000)), (rows, long) => {
      const all = rows.map((one) => ({ ...one, row: Buffer.from(one.row + long) }))
      const page = all.flatMap(({ at, id, row }) => {
        const instant = Buffer.alloc(8)
        instant.writeDoubleLE(at)
        return [instant, ...sized(Buffer.from(id)), ...sized(row)]
      })
      const read = pageRows(Buffer.concat(page))
      expect(read.map(({ at, id }) => [at, id])).toEqual(
        all.map(({ at, id }) => [at, Buffer.from(id).toString()]),
      )
      expect(read.every(({ row }, at) => Buffer.from(row).equals(all[at]?.row ?? Buffer.of()))).toBe(true)
    }),
  )
})
