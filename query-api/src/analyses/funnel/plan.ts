/** What a funnel needs to know before it is SQL: its range, its steps, its window in milliseconds, who competes with whom. */
import type { Filter, FunnelQuery } from '@firefly/protocol/query'
import { type Range, readRange } from '../../range.ts'
import { type Rivalry, rivalryOf } from './rivals.ts'

export interface FunnelPlan extends Rivalry {
  range: Range
  filters: FunnelQuery['filters']
  steps: FunnelPlanStep[]
  windowMs: number
}

export interface FunnelPlanStep {
  name: string
  event: string
  filters: Filter[] | undefined
}

const SECOND = 1_000
const UNIT_MS = {
  second: SECOND,
  minute: 60 * SECOND,
  hour: 3_600 * SECOND,
  day: 86_400 * SECOND,
  week: 7 * 86_400 * SECOND,
  // A window is a length of time and not a date, so a month is thirty days whenever it begins.
  month: 30 * 86_400 * SECOND,
}

export function planFunnel(query: FunnelQuery, zone: string): FunnelPlan {
  const steps = query.steps.map(({ event, filters, name }) => ({ event, filters, name: name ?? event }))
  return {
    range: readRange(query.from, query.to, zone),
    filters: query.filters,
    steps,
    windowMs: Math.round(query.window.value * UNIT_MS[query.window.unit]),
    ...rivalryOf(steps),
  }
}
