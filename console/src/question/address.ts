/** How parts of a question stand in an address. Anything may come in from outside, so each reader has a way out. */
import type { Interval, Operator } from '@firefly/protocol/query'
import { type FilterDraft, OPERATORS } from './filters.ts'
import { INTERVALS } from './interval.ts'
import { isDay, type Preset, PRESETS, type Range } from './range.ts'
import { readWhose, writeWhose } from './whose.ts'

export const writeRange = (range: Range): string =>
  typeof range === 'string' ? range : `${range.from}..${range.to}`

export function readRange(text: string | null, otherwise: Range): Range {
  if (text === null) return otherwise
  if ((PRESETS as readonly string[]).includes(text)) return text as Preset
  const [from = '', to = '', ...more] = text.split('..')
  return isDay(from) && isDay(to) && more.length === 0 ? { from, to } : otherwise
}

export const readInterval = (text: string | null): Interval | 'auto' =>
  INTERVALS.find((interval) => interval === text) ?? 'auto'

export function readZone(text: string | null, otherwise: string): string {
  if (!text) return otherwise
  try {
    new Intl.DateTimeFormat('en', { timeZone: text }).format(0)
    return text
  } catch {
    return otherwise
  }
}

/** A list that stands in the address as JSON; an entry that cannot be read is left out. */
export function readList<Entry>(
  text: string | null,
  read: (entry: unknown) => Entry | undefined,
  most: number,
): Entry[] {
  const entries = readJson(text)
  if (!Array.isArray(entries)) return []
  return entries
    .slice(0, most)
    .map(read)
    .filter((entry) => entry !== undefined)
}

/** `[property, operator, ...values]`: short, since people look at addresses. A property that is not the event's says whose: `[property, whose]`. */
export function writeFilter({ property, whose, operator, values }: FilterDraft): unknown[] {
  const of = writeWhose(whose)
  return [of ? [property, of] : property, operator, ...values]
}

function readFilter(entry: unknown): FilterDraft | undefined {
  if (!Array.isArray(entry)) return undefined
  const [said, operator, ...values] = entry as unknown[]
  const [property, of, ...more]: unknown[] = Array.isArray(said) ? said : [said]
  if (typeof property !== 'string' || more.length > 0) return undefined
  if (!isOperator(operator) || !areTexts(values)) return undefined
  return { property, whose: readWhose(textOf(of)), operator, values }
}

const areTexts = (values: unknown[]): values is string[] => values.every((one) => typeof one === 'string')

export const readFilters = (list: unknown): FilterDraft[] =>
  Array.isArray(list)
    ? list
        .slice(0, 50)
        .map(readFilter)
        .filter((filter) => filter !== undefined)
    : []

export const readJson = (text: string | null): unknown => {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const isOperator = (value: unknown): value is Operator => (OPERATORS as readonly unknown[]).includes(value)
