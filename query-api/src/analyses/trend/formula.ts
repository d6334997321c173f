/** Formulas over series: read into a tree by a parser of our own and worked out by walking it, never run as code. */
import { QueryError } from '../../errors.ts'

export type Formula =
  | { number: number }
  | { series: number }
  | { sign: '+' | '-' | '*' | '/'; left: Formula; right: Formula }

/** Throws a 400 that says at which character it stopped making sense. */
export function parseFormula(text: string, seriesCount: number): Formula {
  const tokens = tokensOf(text)
  const last = String.fromCharCode(A + seriesCount - 1)
  let at = 0
  const next = (): string => tokens[at]?.text ?? ''
  const wrong = (expected: string): QueryError => {
    const token = tokens[at]
    const where = token ? `at character ${token.at + 1}` : 'at the end'
    return new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'formula', message: `expected ${expected} ${where}` },
    ])
  }

  function binary(signs: string, operand: () => Formula): Formula {
    let left = operand()
    while (next() !== '' && signs.includes(next())) {
      const sign = next() as '+'
      at++
      left = { sign, left, right: operand() }
    }
    return left
  }
  const sum = (): Formula => binary('+-', product)
  const product = (): Formula => binary('*/', value)
  function value(): Formula {
    const token = next()
    at++
    if (/^[\d.]/.test(token)) return { number: Number(token) }
    if (token === '-') return { sign: '-', left: { number: 0 }, right: value() }
    if (token === '(') {
      const inner = sum()
      if (next() !== ')') throw wrong(')')
      at++
      return inner
    }
    const series = token.toUpperCase().charCodeAt(0) - A
    if (/^[a-z]$/i.test(token) && series < seriesCount) return { series }
    at--
    throw wrong(`a number, a bracket, or a letter from A to ${last},`)
  }
  const formula = sum()
  if (at < tokens.length) throw wrong('+, -, * or /')
  return formula
}

const A = 'A'.charCodeAt(0)

const tokensOf = (text: string): { text: string; at: number }[] =>
  [...text.matchAll(/\d+\.?\d*|\.\d+|\S/g)].map((match) => ({ text: match[0], at: match.index }))

/** Null where anything it needs is null, or where it divides by zero. */
export function work(formula: Formula, series: readonly (number | null)[]): number | null {
  if ('number' in formula) return formula.number
  if ('series' in formula) return series[formula.series] ?? null
  const [left, right] = [work(formula.left, series), work(formula.right, series)]
  if (left === null || right === null) return null
  const result = { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[formula.sign]
  // A zero below, or a number beyond all bounds.
  return Number.isFinite(result) ? result : null
}
