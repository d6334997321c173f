/** Lines of a block: what any text becomes, beside the slow and obvious way. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineOf, linesOf } from './lines.ts'

/** Backslashes, escapes written out and halves of surrogates, side by side. */
const text = fc
  .array(fc.constantFrom('\\', 'u', 'd800', '\\ud800', '\ud83d', '\ude00', '"', '\n', '\0', 'é', '中', 'x'))
  .map((parts) => parts.join(''))

test('every text comes back as it was, but for halves of characters, which become the replacement character', () => {
  fc.assert(
    fc.property(fc.array(text), (row) => {
      const line = lineOf(row)
      expect(JSON.parse(line)).toEqual(row.map((one) => one.replaceAll(/\p{Surrogate}/gu, '\ufffd')))
      expect(line.replaceAll('\\\\', '')).not.toMatch(/\\ud/)
      expect(line.indexOf('\n')).toBe(line.length - 1)
    }),
  )
})

test('a block has a line for each row', () => {
  expect(linesOf([['a', 1], [{ b: '\ud800' }]]).toString()).toBe('["a",1]\n[{"b":"\ufffd"}]\n')
})
