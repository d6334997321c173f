/** What the values of properties look like, told by some of the latest events: their types, and a few of them. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { lastOf } from '../instants.ts'
import { ofEvent } from './volumes.ts'

export interface SampleRow {
  name: string
  types: string[]
  samples: string[]
}

const EVENTS_LOOKED_AT = 2_000
const SAMPLES = 5
const LONGEST_SAMPLE = 100

/** Looks at the last day on which there were such events, and no further. */
export const samplesSql = (
  project: string,
  event: string | undefined,
  properties: readonly string[],
): Sql => sql`
SELECT sent.1 AS name, arraySort(groupUniqArray(${typeOf(sql`sent.2`)})) AS types,
  arraySort(groupUniqArray(${integer(SAMPLES)})(leftUTF8(sent.2, ${integer(LONGEST_SAMPLE)}))) AS samples
FROM (
  SELECT arrayJoin(CAST(properties, 'Array(Tuple(String, String))')) AS sent
  FROM (
    SELECT properties FROM events
    WHERE project = ${bind('String', project)} AND ${ofEvent(event)} AND time >= (
      SELECT fromUnixTimestamp64Milli(${lastOf('last_seen')}) - toIntervalDay(1) FROM catalogue_events
      WHERE project = ${bind('String', project)} AND ${ofEvent(event)}
    )
    LIMIT ${integer(EVENTS_LOOKED_AT)}
  )
)
WHERE sent.1 IN ${bind('Array(String)', properties)}
GROUP BY name`

/** The store keeps text, so a number sent as text is a number here. */
const typeOf = (value: Sql): Sql => sql`multiIf(
  ${value} IN ('true', 'false'), 'boolean',
  toInt64OrNull(${value}) IS NOT NULL, 'integer',
  toFloat64OrNull(${value}) IS NOT NULL, 'number',
  match(${value}, '^\\\\d{4}-\\\\d{2}-\\\\d{2}([T ]|$)'), 'date',
  startsWith(${value}, '[') AND isValidJSON(${value}), 'list',
  startsWith(${value}, '{') AND isValidJSON(${value}), 'object',
  'string')`
