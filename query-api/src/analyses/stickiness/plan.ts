/** What stickiness needs to know before it is SQL: its intervals, and how often makes a person active in one. */
import type { StickinessQuery } from '@firefly/protocol/query/stickiness'
import { type Bucket, bucketsOf } from '../../buckets.ts'
import { type Range, readRange } from '../../range.ts'
import type { Selection } from '../../selection.ts'

export interface StickinessPlan
  extends Pick<StickinessQuery, 'filters' | 'criterion' | 'intervalCount' | 'cumulative'> {
  range: Range
  buckets: Bucket[]
  /** Intervals of `intervalCount` buckets; the last one may have fewer. */
  intervals: number
  series: (Selection & { name: string })[]
}

export function planStickiness(query: StickinessQuery, zone: string): StickinessPlan {
  const range = readRange(query.from, query.to, zone)
  const buckets = bucketsOf(range, query.interval, query.weekStart)
  const { filters, criterion, intervalCount, cumulative } = query
  return {
    range,
    buckets,
    intervals: Math.ceil(buckets.length / intervalCount),
    series: query.series.map(({ event, filters, name }) => ({
      event,
      filters,
      name: name ?? event ?? 'All events',
    })),
    filters,
    criterion,
    intervalCount,
    cumulative,
  }
}
