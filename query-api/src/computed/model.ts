/** For tests: computed properties, worked out value by value. */
import { numberIn } from '../testing/filters.ts'
import type { Computed } from './parse.ts'

type Value = string | number | null | boolean

export const textIn = (value: Value): string => (value === null ? '' : String(value))
const numberOf = (value: Value): number | null =>
  typeof value === 'number' ? value : numberIn(textIn(value))
const finite = (number: number): number | null => (Number.isFinite(number) ? number : null)

export function valueOf(computed: Computed, property: (name: string) => string): Value {
  const value = (one: Computed | undefined): Value => (one ? valueOf(one, property) : null)
  if ('property' in computed) return property(computed.property)
  if ('text' in computed) return computed.text
  if ('number' in computed) return computed.number
  if ('given' in computed) return called(computed.call, computed.given.map(value))
  const { sign, left, right } = computed
  if (sign === 'and') return value(left) === true && value(right) === true
  if (sign === 'or') return value(left) === true || value(right) === true
  const numbers = [numberOf(value(left)), numberOf(value(right))] as const
  if (sign === '+' || sign === '-' || sign === '*' || sign === '/') {
    const [a, b] = numbers
    if (a === null || b === null) return null
    return finite({ '+': a + b, '-': a - b, '*': a * b, '/': a / b }[sign])
  }
  if (left.kind === 'number' || right.kind === 'number') {
    const [a, b] = numbers
    return a === null || b === null ? sign === '!=' : holds(sign, a - b)
  }
  const [a, b] = [Buffer.from(textIn(value(left))), Buffer.from(textIn(value(right)))]
  return holds(sign, Buffer.compare(a, b))
}

const holds = (sign: '=' | '!=' | '<' | '<=' | '>' | '>=', order: number): boolean =>
  ({
    '=': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  })[sign]

function called(call: string, given: readonly Value[]): Value {
  const texts = given.map(textIn)
  const [first = '', second = ''] = texts
  const [a, b] = [numberOf(given[0] ?? null), numberOf(given[1] ?? null)]
  switch (call) {
    case 'lower':
      return first.toLowerCase()
    case 'upper':
      return first.toUpperCase()
    case 'concat':
      return texts.join('')
    case 'coalesce':
      return texts.find((one) => one !== '') ?? ''
    case 'if':
      return textIn((given[0] === true ? given[1] : given[2]) ?? null)
    case 'length':
      return Array.from(first).length
    case 'number':
      return a
    case 'round':
      return a === null ? null : Math.sign(a) * Math.floor(Math.abs(a) + 0.5)
    case 'floor':
      return a === null ? null : Math.floor(a)
    case 'bucket':
      return a === null || b === null ? null : finite(Math.floor(a / b) * b)
    case 'contains':
      return first.toLowerCase().includes(second.toLowerCase())
    case 'starts':
      return first.startsWith(second)
    case 'not':
      return given[0] !== true
    default:
      throw new Error(`the model has no ${call}`)
  }
}
