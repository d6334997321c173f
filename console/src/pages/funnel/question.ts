/** A funnel while it is being written: its address, its gaps, and the query it becomes. */
import type { FunnelQuery, QueryInput } from '@firefly/protocol/query'
import {
  isRecord,
  readFilters,
  readJson,
  readList,
  readRange,
  readZone,
  textOf,
  writeFilter,
  writeRange,
} from '../../question/address.ts'
import { type BreakdownDraft, readBreakdown, toBreakdown, writeBreakdown } from '../../question/breakdown.ts'
import { type FilterDraft, toCondition } from '../../question/filters.ts'
import { type Gap, gapsOfFilters } from '../../question/issues.ts'
import { daysOf, lengthOf, type Range } from '../../question/range.ts'

export interface StepDraft {
  event: string
  filters: FilterDraft[]
}

export type WindowUnit = FunnelQuery['window']['unit']

export interface FunnelQuestion extends BreakdownDraft {
  range: Range
  zone: string
  steps: StepDraft[]
  /** `value` as it is typed. */
  window: { value: string; unit: WindowUnit }
  filters: FilterDraft[]
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

export const newStep = (): StepDraft => ({ event: '', filters: [] })

/** The list with one entry moved to another place. */
export function moved<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}

export function writeFunnel(question: FunnelQuestion): string {
  const { range, zone, steps, window, filters } = question
  const address = new URLSearchParams({ range: writeRange(range), zone })
  address.set('steps', JSON.stringify(steps.map(writeStep)))
  address.set('window', `${window.value} ${window.unit}`)
  if (filters.length > 0) address.set('filters', JSON.stringify(filters.map(writeFilter)))
  writeBreakdown(address, question)
  return address.toString()
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export function readFunnel(search: string, zone: string): FunnelQuestion {
  const address = new URLSearchParams(search)
  const steps = readList(address.get('steps'), readStep, MOST_STEPS)
  return {
    range: readRange(address.get('range'), '30d'),
    zone: readZone(address.get('zone'), zone),
    steps: steps.length > 0 ? steps : [newStep(), newStep()],
    window: readWindow(address.get('window')),
    filters: readFilters(readJson(address.get('filters'))),
    ...readBreakdown(address),
  }
}

export function gapsOfFunnel({ range, steps, window, filters }: FunnelQuestion): Gap[] {
  const gaps = gapsOfFilters(filters, 'filters')
  if (typeof range === 'object' && lengthOf(range) < 1) gaps.push({ path: 'from', missing: 'range' })
  if (!(Number(window.value) > 0)) gaps.push({ path: 'window.value', missing: 'number' })
  steps.forEach((step, index) => {
    if (step.event === '') gaps.push({ path: `steps.${index}.event`, missing: 'event' })
    gaps.push(...gapsOfFilters(step.filters, `steps.${index}.filters`))
  })
  return gaps
}

/** What to ask now. Only for a question without gaps. */
export function toFunnelInput(question: FunnelQuestion, now: Date): FunnelInput {
  const { range, zone, steps, window, filters } = question
  return {
    kind: 'funnel',
    ...daysOf(range, zone, now),
    timezone: zone,
    steps: steps.map(({ event, filters: own }) => ({
      event,
      ...(own.length > 0 ? { filters: own.map(toCondition) } : {}),
    })),
    window: { value: Number(window.value), unit: window.unit },
    ...(filters.length > 0 ? { filters: filters.map(toCondition) } : {}),
    ...toBreakdown(question),
  }
}

const writeStep = ({ event, filters }: StepDraft): object => ({
  event,
  ...(filters.length > 0 ? { filters: filters.map(writeFilter) } : {}),
})

const readStep = (entry: unknown): StepDraft | undefined =>
  isRecord(entry) ? { event: textOf(entry['event']), filters: readFilters(entry['filters']) } : undefined

function readWindow(text: string | null): FunnelQuestion['window'] {
  const [value = '', unit] = (text ?? '').split(' ')
  const known = UNITS.find((one) => one === unit)
  return known && Number(value) > 0 ? { value, unit: known } : DEFAULT_WINDOW
}
