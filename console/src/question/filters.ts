/** A filter while it is being written, and the condition it becomes. */
import type { Condition, Operator } from '@firefly/protocol/query'
import { OF_EVENT, toSource, type Whose } from './whose.ts'

/** `values` has as many entries as the operator wants; texts, as the fields hold them. */
export interface FilterDraft {
  property: string
  whose: Whose
  operator: Operator
  values: string[]
}

export const OPERATORS = [
  'eq',
  'neq',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'matches',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'is_set',
  'is_not_set',
] as const satisfies readonly Operator[]

/** What an operator wants beside it: nothing, one value, two bounds or a list. */
export type Wanted = 'none' | 'one' | 'bounds' | 'list'

const WANTED: Partial<Record<Operator, Wanted>> = {
  is_set: 'none',
  is_not_set: 'none',
  in: 'list',
  not_in: 'list',
  between: 'bounds',
}
export const wantedBy = (operator: Operator): Wanted => WANTED[operator] ?? 'one'

/** These compare sizes, so that what looks like a number is sent as one. */
const ORDERED: ReadonlySet<Operator> = new Set(['gt', 'gte', 'lt', 'lte', 'between'])

export const emptyFilter = (): FilterDraft => ({
  property: '',
  whose: OF_EVENT,
  operator: 'eq',
  values: [],
})

/** The same filter with another operator, keeping the values that still make sense. */
export function withOperator(filter: FilterDraft, operator: Operator): FilterDraft {
  const values = filter.values.filter((value) => value !== '')
  const kept: Record<Wanted, string[]> = {
    none: [],
    one: values.slice(0, 1),
    bounds: values.slice(0, 2),
    list: values,
  }
  return { ...filter, operator, values: kept[wantedBy(operator)] }
}

export function toCondition({ property, whose, operator, values }: FilterDraft): Condition {
  const said = { property, ...toSource(whose) }
  const typed = values.map((value) => (ORDERED.has(operator) ? sized(value) : value))
  const wanted = wantedBy(operator)
  if (wanted === 'none') return { ...said, operator }
  return { ...said, operator, value: wanted === 'one' ? (typed[0] ?? '') : typed }
}

const sized = (text: string): string | number =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
