/** What events say about who is whom. */
import type { Link } from '@firefly/clickhouse/tables/identities'
import type { ArrivedRow } from '../chunk.ts'

/** Of `$identify` and `$alias` alone: that another event carries both ids joins nobody. */
export function linkOf(row: ArrivedRow): Link | undefined {
  const from =
    row.event === '$identify'
      ? row.anonymous_id
      : row.event === '$alias'
        ? row.properties['previousId']
        : undefined
  if (!from || row.user_id === '') return undefined
  return {
    project: row.project,
    kind: row.event === '$alias' ? 'alias' : 'identify',
    from,
    to: row.user_id,
    time: row.time,
    partition: row.log_partition,
    offset: row.log_offset,
    place: row.index,
    messageId: row.message_id,
  }
}
