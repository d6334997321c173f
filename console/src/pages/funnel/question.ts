/** A funnel while it is being written: its address, its gaps, and the query it becomes. */
import type { FunnelQuery, QueryInput } from '@firefly/protocol/query'
import { readList } from '../../question/address.ts'
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

export type WindowUnit = FunnelQuery['window']['unit']

export interface FunnelQuestion extends Scope {
  steps: EventDraft[]
  /** `value` as it is typed. */
  window: { value: string; unit: WindowUnit }
}

export type FunnelInput = Extract<QueryInput, { kind: 'funnel' }>

export const UNITS = [
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
] as const satisfies readonly WindowUnit[]
export const MOST_STEPS = 20
const DEFAULT_WINDOW = { value: '14', unit: 'day' } as const

export const newStep = (): EventDraft => ({ event: '', filters: [] })

/** The list with one entry moved to another place. */
export function moved<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}

export function writeFunnel(question: FunnelQuestion): string {
  const { steps, window } = question
  const address = writeScope(question)
  address.set('steps', JSON.stringify(steps.map(writeEvent)))
  address.set('window', `${window.value} ${window.unit}`)
  return address.toString()
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export function readFunnel(search: string, zone: string): FunnelQuestion {
  const address = new URLSearchParams(search)
  const steps = readList(address.get('steps'), readEvent, MOST_STEPS)
  return {
    ...readScope(address, zone),
    steps: steps.length > 0 ? steps : [newStep(), newStep()],
    window: readWindow(address.get('window')),
  }
}

export function gapsOfFunnel(question: FunnelQuestion): Gap[] {
  const { steps, window } = question
  const gaps = gapsOfFrame(question)
  if (!(Number(window.value) > 0)) gaps.push({ path: 'window.value', missing: 'number' })
  steps.forEach((step, index) => {
    if (step.event === '') gaps.push({ path: `steps.${index}.event`, missing: 'event' })
    gaps.push(...gapsOfFilters(step.filters, `steps.${index}.filters`))
  })
  return gaps
}

/** What to ask now. Only for a question without gaps. */
export function toFunnelInput(question: FunnelQuestion, now: Date): FunnelInput {
  const { steps, window } = question
  return {
    kind: 'funnel',
    ...toScope(question, now),
    steps: steps.map((step) => ({ ...toEvent(step), event: step.event })),
    window: { value: Number(window.value), unit: window.unit },
  }
}

function readWindow(text: string | null): FunnelQuestion['window'] {
  const [value = '', unit] = (text ?? '').split(' ')
  const known = UNITS.find((one) => one === unit)
  return known && Number(value) > 0 ? { value, unit: known } : DEFAULT_WINDOW
}
