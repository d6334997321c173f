/** How much was accepted and then set aside, by day and reason: for those who may know that, and not what was inside. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { QuarantineReason } from '@firefly/protocol/verdicts'
import { matching } from './list.ts'

export interface SetAside {
  /** UTC, `2026-01-31`. */
  day: string
  reason: QuarantineReason
  /** Events; a record that cannot be read counts as one. */
  count: number
  /** ISO 8601. */
  firstAt: string
  lastAt: string
}

/** Of one project, from `since` (a day, UTC) on; what was replayed meanwhile is not counted. The newest and most frequent first. */
export async function countQuarantine(store: Store, project: string, since: string): Promise<SetAside[]> {
  const counted = sql`
    SELECT toString(toDate(quarantine.quarantined_at, 'UTC')) AS day, reason,
      toFloat64(sum(greatest(events, 1))) AS count,
      formatDateTime(min(quarantine.quarantined_at), ${ISO}, 'UTC') AS firstAt,
      formatDateTime(max(quarantine.quarantined_at), ${ISO}, 'UTC') AS lastAt
    FROM quarantine
    WHERE ${matching({ projects: [project] })}
      AND toDate(quarantine.quarantined_at, 'UTC') >= toDate(${bind('String', since)})
    GROUP BY day, reason
    ORDER BY day DESC, count DESC, reason`
  return (await store.query<SetAside>(statement(counted))).rows
}

const ISO = sql`'%Y-%m-%dT%H:%i:%S.%fZ'`
