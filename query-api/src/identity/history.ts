/** What was ever said about the ids of a person, and what of it holds. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { MergeHistory } from '@firefly/protocol/query/merging'
import { type Project, personOfId } from '../persons.ts'
import { ownersOf, undonePairs, usersOf } from './joined-ids.ts'

export interface LinkRow {
  kind: MergeHistory['links'][number]['kind']
  from_id: string
  to_id: string
  at: string | number
  message_id: string
  decided_by: string
  reason: string
  holds: number
}

const MOST = 1_000

/** In the order of time; a link that lost to an earlier one, or was undone, is told and does not hold. */
export function historySql(project: Project, distinctId: string): Sql {
  const own = sql`project = ${bind('String', project.name)} AND (from_hash IN (own) OR to_hash IN (own))`
  return sql`
WITH own AS (SELECT user FROM (${usersOf(project, personOfId(project, distinctId))}) UNION ALL SELECT xxHash64(${bind('String', distinctId)})),
  undone AS (${undonePairs(project.name)}),
  owners AS (${ownersOf(project)})
SELECT kind, from_id, to_id, toUnixTimestamp64Milli(at) AS at, message_id, decided_by, reason,
  kind != 'unlink' AND (from_hash, to_hash) NOT IN (undone) AND (kind != 'identify' OR (from_hash, to_hash) IN (owners)) AS holds
FROM (
  SELECT toString(kind) AS kind, from_id, to_id, from_hash, to_hash, if(kind = 'unlink', max(said_last), min(said_first)) AS said, said.1 AS at, said.5 AS message_id, '' AS decided_by, '' AS reason
  FROM identities WHERE ${own}
  GROUP BY kind, from_id, to_id, from_hash, to_hash
  UNION ALL
  SELECT toString(kind), from_id, to_id, from_hash, to_hash, (decided_at, 0, 0, 0, ''), decided_at, '', decided_by, reason
  FROM identity_decisions WHERE ${own}
)
ORDER BY at, kind, from_id, to_id
LIMIT ${bind('UInt32', MOST)}`
}

export const shapeHistory = (rows: readonly LinkRow[]): MergeHistory => ({
  links: rows.map((row) => ({
    kind: row.kind,
    from: row.from_id,
    to: row.to_id,
    time: new Date(Number(row.at)).toISOString(),
    messageId: row.message_id || null,
    by: row.decided_by || null,
    reason: row.reason || null,
    holds: row.holds === 1,
  })),
})
