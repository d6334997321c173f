/** Events in buckets, as SQL: the boundaries were counted in the question's calendar, so any zone and any clock change is right. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Bucket } from './buckets.ts'

type Starts = readonly Pick<Bucket, 'start'>[]

const seconds: Sql = sql`toInt64(floor(toUnixTimestamp64Milli(time) / 1000))`
const startsOf = (buckets: Starts): Sql =>
  bind(
    'Array(Int64)',
    buckets.map(({ start }) => start / 1000),
  )

/** The start of an event's bucket in Unix seconds; what lies before the first belongs to it. */
export const bucketStart = (buckets: Starts): Sql => sql`roundDown(${seconds}, ${startsOf(buckets)})`

/** The number of an event's bucket, from 1; 0 before the first. What lies behind the last belongs to it. */
export function bucketNumber(buckets: Starts): Sql {
  const numbers = bind(
    'Array(UInt64)',
    buckets.map((_, index) => index + 1),
  )
  const first = bind('Int64', (buckets[0]?.start ?? 0) / 1000)
  return sql`if(${seconds} < ${first}, 0, transform(${bucketStart(buckets)}, ${startsOf(buckets)}, ${numbers}, 0))`
}
