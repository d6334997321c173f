/** For tests: what a property of an event is, and whether a filter holds, told over plain values. */
import type { Condition, Filter } from '@firefly/protocol/query'
import { Temporal } from 'temporal-polyfill'
import type { Happening } from './corpus.ts'

/** Empty text is null, empty and missing alike. */
export function textIn(event: Happening, property: string, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(event.time).toZonedDateTimeISO(zone)
  if (property === '$hour') return String(local.hour)
  if (property === '$weekday') return String(local.dayOfWeek)
  if (property === '$event') return event.event
  if (property === '$session_id') return event.session ?? ''
  if (property === '$platform') return event.columns?.platform ?? ''
  if (property === '$is_bot') return event.columns?.is_bot ? 'true' : 'false'
  return event.properties?.[property] ?? ''
}

export const numberIn = (text: string): number | null =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : null

export function holds(filter: Filter, event: Happening, zone: string): boolean {
  if ('all' in filter) return filter.all.every((one) => holds(one, event, zone))
  if ('any' in filter) return filter.any.some((one) => holds(one, event, zone))
  if ('cohort' in filter) throw new Error('a cohort is not told by one event')
  return meets(filter, textIn(event, filter.property, zone))
}

type Scalar = string | number | boolean

function meets({ operator, value }: Condition, text: string): boolean {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
  const [first = '', second = ''] = list
  const equals = (one: Scalar): boolean =>
    typeof one === 'number' ? numberIn(text) === one : text === String(one)
  const present = text !== ''
  switch (operator) {
    case 'eq':
    case 'in':
      return list.some(equals)
    case 'neq':
    case 'not_in':
      return !list.some(equals)
    case 'gt':
      return order(text, first, (sign) => sign > 0)
    case 'gte':
      return order(text, first, (sign) => sign >= 0)
    case 'lt':
      return order(text, first, (sign) => sign < 0)
    case 'lte':
      return order(text, first, (sign) => sign <= 0)
    case 'between':
      return order(text, first, (sign) => sign >= 0) && order(text, second, (sign) => sign <= 0)
    case 'contains':
      return present && text.toLowerCase().includes(String(first).toLowerCase())
    case 'not_contains':
      return !(present && text.toLowerCase().includes(String(first).toLowerCase()))
    case 'starts_with':
      return present && text.startsWith(String(first))
    case 'ends_with':
      return present && text.endsWith(String(first))
    case 'matches':
      return present && patternOf(String(first)).test(text)
    case 'is_set':
      return present
    case 'is_not_set':
      return !present
  }
}

/** A bound that reads as a number is met by numbers alone, any other by text; nothing is met by what is missing. */
function order(text: string, bound: Scalar, meant: (sign: number) => boolean): boolean {
  const limit = typeof bound === 'number' ? bound : numberIn(String(bound))
  const number = numberIn(text)
  if (limit !== null) return number !== null && meant(number - limit)
  return text !== '' && meant(Buffer.compare(Buffer.from(text), Buffer.from(String(bound))))
}

/** The engine's dot matches line breaks, and it writes "ignoring case" into the pattern. */
const patternOf = (pattern: string): RegExp =>
  pattern.startsWith('(?i)') ? new RegExp(pattern.slice(4), 'is') : new RegExp(pattern, 's')
