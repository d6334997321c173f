/** A retention while it is being written: its address, its gaps, and the query it becomes. */
import type { QueryInput, RetentionQuery } from '@firefly/protocol/query'
import { readJson } from '../../question/address.ts'
import { type Gap, gapsOfFilters } from '../../question/issues.ts'
import {
  type EventDraft,
  gapsOfFrame,
  readEvent,
  readScope,
  type Scope,
  toEvent,
  toScope,
  writeEvent,
  writeScope,
} from '../../question/scope.ts'

export type Period = RetentionQuery['period']
export type Mode = RetentionQuery['mode']
export type Counting = RetentionQuery['counting']

export interface RetentionQuestion extends Scope {
  /** What puts a person in a cohort. */
  start: EventDraft
  /** What brings them back. */
  back: EventDraft
  period: Period
  /** How many of them, that of the start included. */
  periods: number
  mode: Mode
  counting: Counting
}

export type RetentionInput = Extract<QueryInput, { kind: 'retention' }>

export const PERIODS = ['hour', 'day', 'week', 'month'] as const satisfies readonly Period[]
export const MODES = ['recurring', 'first_in_range', 'first_time'] as const satisfies readonly Mode[]
export const COUNTINGS = ['on', 'on_or_after'] as const satisfies readonly Counting[]
export const MOST_PERIODS = 90
const DEFAULT_PERIODS = 8

export function writeRetention(question: RetentionQuestion): string {
  const { start, back, period, periods, mode, counting } = question
  const address = writeScope(question)
  address.set('start', JSON.stringify(writeEvent(start)))
  address.set('return', JSON.stringify(writeEvent(back)))
  address.set('periods', `${periods} ${period}`)
  if (mode !== 'recurring') address.set('mode', mode)
  if (counting !== 'on') address.set('counting', counting)
  return address.toString()
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export function readRetention(search: string, zone: string): RetentionQuestion {
  const address = new URLSearchParams(search)
  const [periods = '', period] = (address.get('periods') ?? '').split(' ')
  const known = PERIODS.find((one) => one === period)
  return {
    ...readScope(address, zone),
    start: readEvent(readJson(address.get('start'))) ?? EVERY,
    back: readEvent(readJson(address.get('return'))) ?? EVERY,
    period: known ?? 'day',
    periods: known && isCount(Number(periods)) ? Number(periods) : DEFAULT_PERIODS,
    mode: MODES.find((one) => one === address.get('mode')) ?? 'recurring',
    counting: COUNTINGS.find((one) => one === address.get('counting')) ?? 'on',
  }
}

const EVERY: EventDraft = { event: '', filters: [] }
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 2 && value <= MOST_PERIODS

export function gapsOfRetention(question: RetentionQuestion): Gap[] {
  const { start, back } = question
  return [
    ...gapsOfFrame(question),
    ...gapsOfFilters(start.filters, 'start.filters'),
    ...gapsOfFilters(back.filters, 'return.filters'),
  ]
}

/** What to ask now. Only for a question without gaps. */
export function toRetentionInput(question: RetentionQuestion, now: Date): RetentionInput {
  const { start, back, period, periods, mode, counting } = question
  return {
    kind: 'retention',
    ...toScope(question, now),
    start: toEvent(start),
    return: toEvent(back),
    period,
    periods,
    mode,
    counting,
  }
}
