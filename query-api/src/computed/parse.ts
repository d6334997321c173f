/** Computed properties: `= if(total > 100, 'large', 'small')`, read into a tree by a parser of our own and never run as code. */
import { FUNCTIONS, type Function, type Kind, type Word } from './words.ts'

export type Computed =
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number }
  | { kind: 'text'; property: string }
  | { kind: Kind; call: Word; given: Computed[] }
  | { kind: 'number'; sign: '+' | '-' | '*' | '/'; left: Computed; right: Computed }
  | { kind: 'yes'; sign: Comparison; left: Computed; right: Computed }
  | { kind: 'yes'; sign: 'and' | 'or'; left: Computed; right: Computed }
const COMPARISONS = ['=', '!=', '<=', '>=', '<', '>'] as const
export type Comparison = (typeof COMPARISONS)[number]

export const isComputed = (property: string): boolean => property.startsWith('=')

/** Where it stops making sense, and what was expected there. */
export class WrongComputed extends Error {}

interface Token {
  text: string
  at: number
}

const TOKEN = /'[^']*'|"[^"]*"|\[[^\]]+\]|\d+\.?\d*|\.\d+|[\p{L}_$][\p{L}\p{N}_$]*|!=|<=|>=|\S/gu
const tokensOf = (text: string): Token[] =>
  [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], at: match.index }))

/** Throws `WrongComputed`. */
export function parseComputed(property: string): Computed {
  const tokens = tokensOf(property).slice(1)
  let at = 0
  const next = (): string => tokens[at]?.text ?? ''
  const wrong = (expected: string, token = tokens[at]): WrongComputed =>
    new WrongComputed(`expected ${expected} ${token ? `at character ${token.at + 1}` : 'at the end'}`)
  const take = (text: string): void => {
    if (next() !== text) throw wrong(text)
    at++
  }

  function binary<Sign extends string>(
    signs: readonly Sign[],
    operand: () => Computed,
    join: (sign: Sign, left: Computed, right: Computed) => Computed,
  ): Computed {
    let left = operand()
    while (signs.includes(next() as Sign)) {
      const sign = next() as Sign
      at++
      left = join(sign, left, operand())
    }
    return left
  }
  const holding = (one: Computed, sign: string): Computed => {
    if (one.kind !== 'yes') throw wrong(`something that holds or not beside ${sign}`)
    return one
  }
  const either = (): Computed =>
    binary(['or'], both, (sign, left, right) => ({
      kind: 'yes',
      sign,
      left: holding(left, sign),
      right: holding(right, sign),
    }))
  const both = (): Computed =>
    binary(['and'], compared, (sign, left, right) => ({
      kind: 'yes',
      sign,
      left: holding(left, sign),
      right: holding(right, sign),
    }))
  const compared = (): Computed =>
    binary(COMPARISONS, sum, (sign, left, right) => ({ kind: 'yes', sign, left, right }))
  const sum = (): Computed =>
    binary(['+', '-'], product, (sign, left, right) => ({ kind: 'number', sign, left, right }))
  const product = (): Computed =>
    binary(['*', '/'], value, (sign, left, right) => ({ kind: 'number', sign, left, right }))

  function value(): Computed {
    const token = next()
    if (/^[\d.]/.test(token) && token !== '.') {
      at++
      return { kind: 'number', number: Number(token) }
    }
    if (token === '-') {
      at++
      return { kind: 'number', sign: '-', left: { kind: 'number', number: 0 }, right: value() }
    }
    if (/^['"]./.test(token)) {
      at++
      return { kind: 'text', text: token.slice(1, -1) }
    }
    if (token === '(') {
      at++
      const inner = either()
      take(')')
      return inner
    }
    if (token.startsWith('[') && token.length > 2) {
      at++
      return { kind: 'text', property: token.slice(1, -1) }
    }
    if (!/^[\p{L}_$]/u.test(token)) throw wrong('a property, a function, a number, a text or a bracket')
    return tokens[at + 1]?.text === '(' ? call(token) : property_(token)
  }
  function property_(name: string): Computed {
    at++
    return { kind: 'text', property: name }
  }
  function call(name: string): Computed {
    if (!Object.hasOwn(FUNCTIONS, name)) throw wrong(`one of ${Object.keys(FUNCTIONS).join(', ')}`)
    const word = name as Word
    const { takes, more = 0, gives }: Function = FUNCTIONS[word]
    at += 2
    const given: Computed[] = []
    while (given.length < takes.length + more) {
      const kind = takes[Math.min(given.length, takes.length - 1)]
      const begin = tokens[at]
      const one = either()
      if (kind === 'yes' && one.kind !== 'yes') throw wrong('something that holds or not', begin)
      given.push(one)
      if (next() !== ',' || given.length === takes.length + more) break
      at++
    }
    if (given.length < takes.length) throw wrong(`${takes.length} values for ${name}`)
    take(')')
    return { kind: gives, call: word, given }
  }

  const whole = either()
  if (at < tokens.length) throw wrong('the end')
  return whole
}

/** The properties that it is made of. */
export function propertiesIn(computed: Computed): string[] {
  if ('property' in computed) return [computed.property]
  return partsOf(computed).flatMap(propertiesIn)
}

/** The patterns in it, which the engine has to be able to read. */
export function patternsIn(computed: Computed): string[] {
  const [, pattern] = 'call' in computed && computed.call === 'extract' ? computed.given : []
  const own = pattern && 'text' in pattern ? [pattern.text] : []
  return [...own, ...partsOf(computed).flatMap(patternsIn)]
}

function partsOf(computed: Computed): Computed[] {
  if ('given' in computed) return computed.given
  return 'left' in computed ? [computed.left, computed.right] : []
}
