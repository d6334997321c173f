/** What a funnel needs to know before it is SQL: its steps, its window, who is counted, who competes with whom. */
import type { FunnelQuery } from '@firefly/protocol/query/funnel'
import { type Bucket, bucketsOf } from '../../buckets.ts'
import { durationOf, LENGTHS } from '../../durations.ts'
import { type Range, readRange } from '../../range.ts'
import { checkAscending } from '../../ranges.ts'
import type { Selection } from '../../selection.ts'
import type { Said } from '../../traits/trait.ts'
import { refuseImpossible } from './impossible.ts'
import { type Rivalry, rivalryOf } from './rivals.ts'

export interface FunnelPlan extends Rivalry, Pick<FunnelQuery, 'filters' | 'order' | 'countBy'> {
  range: Range
  steps: FunnelPlanStep[]
  windowMs: number
  exclusions: Exclusion[]
  hold: string[]
  breakdown: FunnelBreakdown | undefined
  trend: Bucket[] | undefined
  timeToConvert: TimeToConvert | undefined
}

export interface FunnelPlanStep {
  name: string
  /** Each of them satisfies the step. */
  any: (Selection & { event: string })[]
  optional: boolean
}

/** Spoils an attempt between two steps, counted from 1. */
export interface Exclusion extends Selection {
  from: number
  to: number
}

/** Steps are counted from 1, bounds are seconds. */
export interface TimeToConvert {
  from: number
  to: number
  bounds: number[]
}

export interface FunnelBreakdown extends Said {
  /** A step is counted from 1. */
  touch: 'first' | 'last' | number
  limit: number
}

/** Throws a named 400 or 422 where the question contradicts itself. */
export function planFunnel(query: FunnelQuery, zone: string): FunnelPlan {
  refuseImpossible(query)
  const steps = query.steps.map(({ event, filters, name, or = [], optional }) => ({
    any: [{ event, filters }, ...or],
    name: name ?? event,
    optional,
  }))
  const range = readRange(query.from, query.to, zone)
  return {
    range,
    filters: query.filters,
    order: query.order,
    countBy: query.countBy,
    steps,
    windowMs: durationOf(query.window),
    exclusions: (query.exclude ?? []).map(({ fromStep = 0, toStep = steps.length - 1, ...selection }) => ({
      ...selection,
      from: fromStep + 1,
      to: toStep + 1,
    })),
    hold: query.hold ?? [],
    breakdown: query.breakdown && breakdownOf(query.breakdown),
    trend: query.trendInterval && bucketsOf(range, query.trendInterval, query.weekStart, 'trendInterval'),
    timeToConvert: query.timeToConvert && timesOf(query.timeToConvert, steps.length),
    ...rivalryOf(steps, query.order),
  }
}

function timesOf(
  { fromStep = 0, toStep, ranges: bounds = LENGTHS }: NonNullable<FunnelQuery['timeToConvert']>,
  steps: number,
): TimeToConvert {
  checkAscending('timeToConvert.ranges', bounds)
  return { from: fromStep + 1, to: (toStep ?? steps - 1) + 1, bounds }
}

function breakdownOf({
  attribution,
  step = 0,
  ...breakdown
}: NonNullable<FunnelQuery['breakdown']>): FunnelBreakdown {
  if (attribution === 'step') return { ...breakdown, touch: step + 1 }
  return { ...breakdown, touch: attribution === 'first_touch' ? 'first' : 'last' }
}

/** The step that a chain must stand at to go on to this one, 0 for none; optional ones are never in the way. */
export function stepBefore({ steps }: Pick<FunnelPlan, 'steps'>, step: number): number {
  let before = step - 1
  while (before > 0 && steps[before - 1]?.optional) before--
  return before
}
