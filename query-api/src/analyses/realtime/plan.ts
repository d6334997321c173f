/** What realtime needs to know before it is SQL: the minutes up to now. */
import type { RealtimeQuery } from '@firefly/protocol/query/realtime'
import { type Bucket, bucketsOf } from '../../buckets.ts'
import { type Range, readRange } from '../../range.ts'

export interface RealtimePlan extends Pick<RealtimeQuery, 'filters' | 'limit'> {
  range: Range
  minutes: Bucket[]
}

const MINUTE = 60_000
const LONG_AGO = '1900-01-01'
const FAR_OFF = '2299-12-31'

export function planRealtime(query: RealtimeQuery, zone: string, now: number): RealtimePlan {
  const asked = readRange(query.from ?? LONG_AGO, query.to ?? FAR_OFF, zone)
  // The current minute counts up to its end, since a device's clock may be a little ahead.
  const to = Math.min(asked.to, Math.floor(now / MINUTE) * MINUTE + MINUTE)
  const from = Math.max(asked.from, Math.ceil(to / MINUTE - query.minutes) * MINUTE)
  // A range that is not there yet has no minutes.
  const range = { from: Math.min(from, to), to, zone }
  const minutes = from < to ? bucketsOf(range, 'minute', query.weekStart) : []
  return { range, minutes, filters: query.filters, limit: query.limit }
}
