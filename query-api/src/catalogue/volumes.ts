/** Which events and properties there are and how often, from the catalogue that every insert keeps up to date. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { BUILT_IN } from '../catalog.ts'
import { firstOf, lastOf } from '../instants.ts'

interface Wanted {
  search: string
  limit: number
}

/** Whole days are counted; what was erased or has outlived its retention is counted out again. */
export const eventsSql = (project: string, { search, limit }: Wanted): Sql => sql`
SELECT event AS name, toUInt32(sum(catalogue_events.count)) AS count, ${SEEN}
FROM catalogue_events
WHERE project = ${bind('String', project)} AND ${containing(sql`event`, search)}
GROUP BY event HAVING sum(catalogue_events.count) > 0
ORDER BY count DESC, name LIMIT ${bind('UInt32', limit)}`

/** A built-in property is listed as such, whoever filled it in. */
export const propertiesSql = (
  project: string,
  { event, search, limit }: Wanted & { event?: string | undefined },
): Sql => sql`
SELECT property AS name, toUInt32(sum(catalogue_properties.count)) AS count, ${SEEN}
FROM catalogue_properties
WHERE project = ${bind('String', project)} AND ${ofEvent(event)} AND ${containing(sql`property`, search)}
  AND property NOT IN ${bind('Array(String)', Object.keys(BUILT_IN))}
GROUP BY property HAVING sum(catalogue_properties.count) > 0
ORDER BY count DESC, name LIMIT ${bind('UInt32', limit)}`

const isoOf = (milliseconds: Sql): Sql =>
  sql`formatDateTime(fromUnixTimestamp64Milli(${milliseconds}, 'UTC'), '%FT%TZ')`
const SEEN = sql`${isoOf(firstOf('first_seen'))} AS firstSeen, ${isoOf(lastOf('last_seen'))} AS lastSeen`

export const ofEvent = (event: string | undefined): Sql =>
  event === undefined ? sql`1` : sql`event = ${bind('String', event)}`
export const containing = (text: Sql, search: string): Sql =>
  search === '' ? sql`1` : sql`positionCaseInsensitiveUTF8(${text}, ${bind('String', search)}) > 0`
