/** What every question about a time has: its days, its zone, its filters, its groups; their part of the address and of the query. */
import type { QueryInput } from '@firefly/protocol/query'
import {
  isRecord,
  readFilters,
  readJson,
  readRange,
  readZone,
  textOf,
  writeFilter,
  writeRange,
} from './address.ts'
import { type BreakdownDraft, readBreakdown, toBreakdown, writeBreakdown } from './breakdown.ts'
import { type FilterDraft, toCondition } from './filters.ts'
import { type Gap, gapsOfFilters } from './issues.ts'
import { daysOf, lengthOf, type Range } from './range.ts'

/** What is asked about, whatever the question. */
export interface Frame {
  range: Range
  zone: string
  filters: FilterDraft[]
}

export type Scope = Frame & BreakdownDraft

/** Events of one name under conditions of their own; an empty `event` is every event. */
export interface EventDraft {
  event: string
  filters: FilterDraft[]
}

export function writeFrame({ range, zone, filters }: Frame): URLSearchParams {
  const address = new URLSearchParams({ range: writeRange(range), zone })
  if (filters.length > 0) address.set('filters', JSON.stringify(filters.map(writeFilter)))
  return address
}

export function writeScope(scope: Scope): URLSearchParams {
  const address = writeFrame(scope)
  writeBreakdown(address, scope)
  return address
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export const readFrame = (address: URLSearchParams, zone: string): Frame => ({
  range: readRange(address.get('range'), '30d'),
  zone: readZone(address.get('zone'), zone),
  filters: readFilters(readJson(address.get('filters'))),
})

export const readScope = (address: URLSearchParams, zone: string): Scope => ({
  ...readFrame(address, zone),
  ...readBreakdown(address),
})

export function gapsOfFrame({ range, filters }: Frame): Gap[] {
  const gaps = gapsOfFilters(filters, 'filters')
  if (typeof range === 'object' && lengthOf(range) < 1) gaps.push({ path: 'from', missing: 'range' })
  return gaps
}

type Asked = Pick<Extract<QueryInput, { kind: 'path' }>, 'from' | 'to' | 'timezone' | 'filters'>

/** As the query says it, by the days of `now`. */
export const toFrame = ({ range, zone, filters }: Frame, now: Date): Asked => ({
  ...daysOf(range, zone, now),
  timezone: zone,
  ...toFilters(filters),
})

export const toScope = (scope: Scope, now: Date): Asked & ReturnType<typeof toBreakdown> => ({
  ...toFrame(scope, now),
  ...toBreakdown(scope),
})

/** Nothing where there are none. */
export const toFilters = (filters: readonly FilterDraft[]): Pick<Asked, 'filters'> =>
  filters.length > 0 ? { filters: filters.map(toCondition) } : {}

/** As its part of the address and of the query say it: an empty name and no filters are left out. */
export const writeEvent = ({ event, filters }: EventDraft): object => ({
  ...(event ? { event } : {}),
  ...(filters.length > 0 ? { filters: filters.map(writeFilter) } : {}),
})

export const readEvent = (entry: unknown): EventDraft | undefined =>
  isRecord(entry) ? { event: textOf(entry['event']), filters: readFilters(entry['filters']) } : undefined

export const toEvent = ({ event, filters }: EventDraft): { event?: string } & Pick<Asked, 'filters'> => ({
  ...(event ? { event } : {}),
  ...toFilters(filters),
})
