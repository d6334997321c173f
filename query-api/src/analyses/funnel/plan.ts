/** What a funnel needs to know before it is SQL: its range, its steps, its window in milliseconds, who competes with whom. */
import type { Filter, FunnelQuery } from '@firefly/protocol/query'
import { durationOf } from '../../durations.ts'
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

export function planFunnel(query: FunnelQuery, zone: string): FunnelPlan {
  const steps = query.steps.map(({ event, filters, name }) => ({ event, filters, name: name ?? event }))
  return {
    range: readRange(query.from, query.to, zone),
    filters: query.filters,
    steps,
    windowMs: durationOf(query.window),
    ...rivalryOf(steps),
  }
}
