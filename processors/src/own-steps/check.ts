/** What a step of somebody else's may leave behind: a row that can be stored, of the same event. */
import { type EventColumn, EVENT_TYPES, eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { OURS } from './step.ts'

export type Marks = readonly unknown[]

/** What must be the same afterwards. */
export const marksOf = (row: EventRow): Marks => OURS.map((column) => row[column])

/** Names the first field that cannot be stored, and what was expected; never its value. */
export function faultIn(row: EventRow, marks: Marks): string | undefined {
  const changed = OURS.find((column, at) => row[column] !== marks[at])
  if (changed) return `${changed} must not be changed`
  const wrong = eventColumns.find((column) => !isStorable(column, row[column]))
  if (wrong)
    return `${wrong}: expected ${wrong === 'properties' ? 'an object of texts' : EXPECTED[kindOf(wrong)]}`
  return undefined
}

type Kind = 'text' | 'flag' | 'number' | 'properties'
const EXPECTED: Record<Exclude<Kind, 'properties'>, string> = {
  text: 'a text',
  flag: '0 or 1',
  number: 'a whole number',
}

function kindOf(column: EventColumn): Exclude<Kind, 'properties'> {
  const type = EVENT_TYPES[column]
  return type === 'UInt8' ? 'flag' : type.includes('String') ? 'text' : 'number'
}

function isStorable(column: EventColumn, value: unknown): boolean {
  if (column === 'properties')
    return isObject(value) && Object.values(value).every((one) => typeof one === 'string')
  const kind = kindOf(column)
  if (kind === 'text') return typeof value === 'string'
  return kind === 'flag' ? value === 0 || value === 1 : Number.isSafeInteger(value)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
