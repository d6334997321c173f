/** Every condition of a question with its path, and what one schema cannot say: how many values each operator takes. */
import type { Condition, Operator } from '@firefly/protocol/query'
import type { Issue } from './errors.ts'

export interface PlacedCondition {
  path: string
  condition: Condition
}

/** In the order of the question, wherever filters stand in it. */
export function conditionsOf(question: object): PlacedCondition[] {
  const found: PlacedCondition[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('operator' in value) found.push({ path, condition: value as Condition })
    else for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key)
  }
  visit(question, '')
  return found
}

const TAKES: Partial<Record<Operator, 'nothing' | 'one or more' | 'a list' | 'two'>> = {
  is_set: 'nothing',
  is_not_set: 'nothing',
  eq: 'one or more',
  neq: 'one or more',
  in: 'a list',
  not_in: 'a list',
  between: 'two',
}

export function wrongValue({ path, condition: { operator, value } }: PlacedCondition): Issue[] {
  const wrong = (expected: string): Issue[] => [
    { path: `${path}.value`, message: `expected ${expected}, as operator is ${operator}` },
  ]
  const takes = TAKES[operator] ?? 'one'
  if (takes === 'nothing') return []
  if (takes === 'a list') return Array.isArray(value) ? [] : wrong('a list')
  if (takes === 'two') return Array.isArray(value) && value.length === 2 ? [] : wrong('a list of two values')
  if (value === undefined) return wrong('a value')
  return Array.isArray(value) && takes === 'one' ? wrong('one value') : []
}

/** What an event carries does not change with time, and only groups are of types. */
export function asOfNobody(question: unknown, path = ''): Issue[] {
  if (typeof question !== 'object' || question === null) return []
  const { asOf, source, groupType } = question as { asOf?: unknown; source?: unknown; groupType?: unknown }
  const at = (key: string): string => (path ? `${path}.${key}` : key)
  const own =
    asOf !== undefined && source !== 'user' && source !== 'group'
      ? [{ path: at('asOf'), message: 'expected source user or group beside it' }]
      : []
  if (groupType !== undefined && source !== 'group')
    own.push({ path: at('groupType'), message: 'expected source group beside it' })
  return [...own, ...Object.entries(question).flatMap(([key, inner]) => asOfNobody(inner, at(key)))]
}
