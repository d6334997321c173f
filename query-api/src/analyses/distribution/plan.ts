/** What a distribution needs to know before it is SQL: the number of each person, and where people are parted. */
import type { DistributionQuery } from '@firefly/protocol/query/distribution'
import { QueryError } from '../../errors.ts'
import { type Range, readRange } from '../../range.ts'
import { checkAscending } from '../../ranges.ts'

export interface DistributionPlan extends Pick<DistributionQuery, 'event' | 'filters' | 'math'> {
  range: Range
  property: string
  bounds: number[]
}

const BOUNDS = [1, 2, 3, 5, 10, 20, 50, 100]

/** Throws a 400 that names the field when a number cannot be measured, or bounds do not ascend. */
export function planDistribution(query: DistributionQuery, zone: string): DistributionPlan {
  const { event, filters, math, property, ranges: bounds = BOUNDS } = query
  if (math !== 'total' && math !== 'active_days' && property === undefined)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'property', message: `expected a property, as math is ${math}` },
    ])
  checkAscending('ranges', bounds)
  return {
    range: readRange(query.from, query.to, zone),
    event,
    filters,
    math,
    property: property ?? '',
    bounds,
  }
}
