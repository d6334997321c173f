/** Filters as conditions. A missing value equals nothing, so it is "not equal" to everything. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Condition, Filter } from '@firefly/protocol/query'
import { numberIn, textOf } from './catalog.ts'
import { membership, type PlacedCohort } from './cohorts/membership.ts'
import { float, floats } from './floats.ts'

type Scalar = string | number | boolean

/** All filters must hold; an empty list always does. */
export const allOf = (filters: readonly Filter[] | undefined, zone: string): Sql =>
  filters && filters.length > 0 ? join(conditionsOf(filters, zone), ' AND ') : sql`1`

/** The same, one by one. */
export const conditionsOf = (filters: readonly Filter[] | undefined, zone: string): Sql[] =>
  (filters ?? []).map((filter) => conditionOf(filter, zone))

/** Whether it asks for something of the person of an event. */
export function namesCohort(filter: Filter): boolean {
  if ('all' in filter) return filter.all.some(namesCohort)
  if ('any' in filter) return filter.any.some(namesCohort)
  return 'cohort' in filter
}

function conditionOf(filter: Filter, zone: string): Sql {
  if ('all' in filter)
    return sql`(${join(
      filter.all.map((one) => conditionOf(one, zone)),
      ' AND ',
    )})`
  if ('any' in filter)
    return sql`(${join(
      filter.any.map((one) => conditionOf(one, zone)),
      ' OR ',
    )})`
  // Every cohort of a question is placed before it is planned.
  if ('cohort' in filter) return membership(filter as PlacedCohort)
  return sql`(${valueHolds(filter, textOf(filter, zone))})`
}

/** Whether what is asked for holds without a value at all, which is the same as with an empty one. */
export function holdsWithout({ operator, value }: Condition): boolean {
  const isEmpty = [value].flat().includes('')
  if (operator === 'eq' || operator === 'in') return isEmpty
  if (operator === 'neq' || operator === 'not_in') return !isEmpty
  return operator === 'is_not_set' || operator === 'not_contains'
}

/** Whether it holds for a value, given as text. */
export function valueHolds({ operator, value }: Pick<Condition, 'operator' | 'value'>, text: Sql): Sql {
  const number = numberIn(text)
  const one = Array.isArray(value) ? value[0] : value
  const list = Array.isArray(value) ? value : [value ?? '']
  switch (operator) {
    case 'is_set':
      return sql`${text} != ''`
    case 'is_not_set':
      return sql`${text} = ''`
    case 'eq':
    case 'in':
      return isOneOf(text, number, list)
    case 'neq':
    case 'not_in':
      return sql`NOT (${isOneOf(text, number, list)})`
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compare(text, number, operator, one)
    case 'between':
      return sql`${compare(text, number, 'gte', list[0])} AND ${compare(text, number, 'lte', list[1])}`
    case 'contains':
      return contains(text, one)
    case 'not_contains':
      return sql`NOT (${contains(text, one)})`
    case 'starts_with':
      return isSet(text, sql`startsWith(${text}, ${asText(one)})`)
    case 'ends_with':
      return isSet(text, sql`endsWith(${text}, ${asText(one)})`)
    case 'matches':
      return isSet(text, sql`match(${text}, ${asText(one)})`)
  }
}

/** Numbers compare as numbers (12.5 finds "12.50"), text and booleans as text. */
function isOneOf(text: Sql, number: Sql, list: readonly Scalar[]): Sql {
  const numbers = list.filter((value) => typeof value === 'number')
  const texts = list.filter((value) => typeof value !== 'number').map(String)
  // One text is compared several times as fast as it is looked for in a set.
  const amongTexts =
    texts.length === 1 ? sql`${text} = ${asText(texts[0])}` : sql`${text} IN ${bind('Array(String)', texts)}`
  const amongNumbers = sql`has(${floats(numbers)}, ifNull(${number}, nan))`
  if (numbers.length === 0) return amongTexts
  return texts.length === 0 ? amongNumbers : sql`${amongTexts} OR ${amongNumbers}`
}

const SIGN = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }

/** A bound that reads as a number compares numbers; any other compares text, which orders ISO dates rightly. */
function compare(text: Sql, number: Sql, operator: keyof typeof SIGN, bound: Scalar | undefined): Sql {
  if (readsAsNumber(bound)) return sql`ifNull(${number} ${SIGN[operator]} ${float(Number(bound))}, 0)`
  return isSet(text, sql`${text} ${SIGN[operator]} ${asText(bound)}`)
}

const readsAsNumber = (bound: Scalar | undefined): boolean =>
  typeof bound === 'number' ||
  (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(String(bound)) && Number.isFinite(Number(bound)))

/** Empty text is the same as missing, and what is missing contains nothing, not even empty text. */
const isSet = (text: Sql, condition: Sql): Sql => sql`${text} != '' AND ${condition}`
const contains = (text: Sql, part: Scalar | undefined): Sql =>
  isSet(text, sql`positionCaseInsensitiveUTF8(${text}, ${asText(part)}) > 0`)
const asText = (value: Scalar | undefined): Sql => bind('String', String(value))
