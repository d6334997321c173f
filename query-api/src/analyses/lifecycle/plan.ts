/** What a lifecycle needs to know before it is SQL: its whole intervals, and the one before them. */
import type { LifecycleQuery } from '@firefly/protocol/query/lifecycle'
import type { Bucket } from '../../buckets.ts'
import { periodBefore, periodsOf } from '../../periods.ts'
import { type Range, readRange } from '../../range.ts'
import type { Selection } from '../../selection.ts'

export interface LifecyclePlan {
  /** Whole intervals. */
  range: Range
  buckets: Bucket[]
  /** Tells who was there before the first bucket. */
  before: Bucket
  active: Selection
}

export function planLifecycle({ event, filters, ...query }: LifecycleQuery, zone: string): LifecyclePlan {
  const asked = readRange(query.from, query.to, zone)
  const { own: buckets, end: to } = periodsOf(asked, query)
  const from = buckets[0]?.start ?? asked.from
  return {
    range: { from, to, zone },
    buckets,
    before: periodBefore(from, asked, query),
    active: { event, filters },
  }
}
