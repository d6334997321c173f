/** What departed from the plan, kind by kind, the most frequent first. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'

export interface ViolationsListed {
  event: string
  property: string | null
  code: string
  /** `count`, `flag` or `quarantine`: what became of these events. */
  consequence: string
  count: number
  /** ISO 8601. */
  firstSeen: string
  lastSeen: string
  /** The id of one of the events. */
  messageId: string
}

export interface ViolationsWanted {
  project: string
  event?: string | undefined
  /** Unix milliseconds; whole days (UTC) are counted. */
  since: number
  limit: number
}

export async function listViolations(store: Store, wanted: ViolationsWanted): Promise<ViolationsListed[]> {
  return (await store.query<ViolationsListed>(statement(violationsSql(wanted)))).rows
}

const violationsSql = ({ project, event, since, limit }: ViolationsWanted): Sql => sql`
SELECT event, nullIf(property, '') AS property, code, consequence, toUInt32(sum(count)) AS count,
  formatDateTime(min(first_seen), '%FT%TZ') AS firstSeen, formatDateTime(max(last_seen), '%FT%TZ') AS lastSeen,
  argMax(message_id, last_seen) AS messageId
FROM plan_violations
WHERE project = ${bind('String', project)} AND day >= toDate(${bind('String', new Date(since).toISOString().slice(0, 10))})
  AND ${event === undefined ? sql`1` : sql`event = ${bind('String', event)}`}
GROUP BY event, plan_violations.property, code, consequence
ORDER BY count DESC, event, property, code
LIMIT ${bind('UInt32', limit)}`
