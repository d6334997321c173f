/** For tests: what the models do with plain lists of events. */
import type { Selection } from '../selection.ts'
import { holds } from './filters.ts'
import { grouped } from '../grouped.ts'
import type { Happening } from './corpus.ts'

/** The events of each person, in the order given. */
export const peopleOf = (events: readonly Happening[]): Happening[][] => [
  ...grouped(events, ({ person }) => person).values(),
]

/** The order in which the engine sorts text. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const isSelected = ({ event, filters = [] }: Selection, one: Happening, zone: string): boolean =>
  (event === undefined || one.event === event) && filters.every((filter) => holds(filter, one, zone))

/** Between neighbours where there is none in the middle; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** To microseconds, since two ways of adding up floats end differently. */
export const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1e6) / 1e6

/** A page with and without slashes behind it is one. */
export function withoutSlash(path: string): string {
  let end = path.length
  while (end > 1 && path[end - 1] === '/') end--
  return path.slice(0, end)
}
