/** Formulas: as arithmetic has it, and nothing but arithmetic. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFormula, work } from './formula.ts'

const of = (text: string, ...series: (number | null)[]): number | null =>
  work(parseFormula(text, series.length), series)

test('arithmetic as at school', () => {
  expect(of('A + B * 2', 1, 3)).toBe(7)
  expect(of('(A + B) * 2', 1, 3)).toBe(8)
  expect(of('a/b*100', 1, 4)).toBe(25)
  expect(of('A - B - 1', 10, 3)).toBe(6)
  expect(of('-A * -(1.5 + .5)', 2)).toBe(4)
  expect(of('  7.  ', 1)).toBe(7)
})

test('division by zero is null, and so is what comes of null', () => {
  expect([
    of('A/B', 1, 0),
    of('A/B', 0, 0),
    of('A/B + 1', 1, 0),
    of('A + 1', null),
    of('1/(A-A)', 3),
  ]).toEqual(Array(5).fill(null))
})

describe('what makes no sense is named', () => {
  const wrong: [string, RegExp][] = [
    ['A/', /letter from A to B, at the end/],
    ['C', /letter from A to B, at character 1/],
    ['A + process.exit()', /at character 5/],
    ['A B', /\+, -, \* or \/ at character 3/],
    ['(A', /\) at the end/],
    ['A;B', /at character 2/],
    ['A**B', /at character 3/],
    ['AB', /at character 2/],
    ['1 2', /at character 3/],
  ]
  for (const [text, message] of wrong)
    test(text, () =>
      expect(() => parseFormula(text, 2)).toThrow(
        expect.objectContaining({
          issues: [{ path: 'formula', message: expect.stringMatching(message) as string }],
        }) as Error,
      ),
    )
})

test('any tree that is written out is worked out as JavaScript would', () => {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom('A', 'B', '1', '2.5', '0'),
      fc
        .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree'))
        .map((parts) => `(${parts.join(' ')})`),
      tie('tree').map((inner) => `(- ${inner})`),
    ),
  }))
  fc.assert(
    fc.property(tree, fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }), (text, a, b) => {
      // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- the oracle of a test, over letters of its own
      const oracle = new Function('A', 'B', `return ${text}`) as (a: number, b: number) => number
      const expected = oracle(a, b)
      const ours = of(text, a, b)
      // Ours is null as soon as any part divides by zero, even where infinity would vanish again.
      if (ours === null) return
      expect(ours).toBeCloseTo(expected, 9)
    }),
  )
})
