/** What lies in quarantine: why, since when, and under which name it can be replayed. */
import { bind, integer, join, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'

export interface Quarantined {
  id: string
  project: string
  reason: string
  detail: string
  /** ISO 8601. */
  quarantinedAt: string
  partition: number
  offset: number
  events: number
}

/** Which ones: of these projects, and for this reason when it is given; newest first, `limit` at most. */
export interface Which {
  /** An empty name stands for records whose project nobody could read. */
  projects: readonly string[]
  reason?: string | undefined
  limit: number
}

export async function listQuarantine(store: Store, which: Which): Promise<Quarantined[]> {
  const wanted = sql`
    SELECT toString(id) AS id, project, reason, detail,
      formatDateTime(quarantined_at, '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC') AS quarantinedAt,
      log_partition AS partition, toUInt32(log_offset) AS offset, events
    FROM quarantine
    WHERE ${matching(which)}
    ORDER BY quarantine.quarantined_at DESC, quarantine.id
    LIMIT ${integer(which.limit)}`
  return (await store.query<Quarantined>(statement(wanted))).rows
}

/** Not replayed yet; replays are facts of their own, so that nothing is ever rewritten. */
export const matching = ({ projects, reason }: Omit<Which, 'limit'>): Sql =>
  join(
    [
      sql`project IN ${bind('Array(String)', [...projects])}`,
      sql`quarantine.id NOT IN (SELECT id FROM quarantine_replays)`,
      ...(reason === undefined ? [] : [sql`reason = ${bind('String', reason)}`]),
    ],
    ' AND ',
  )
