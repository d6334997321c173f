/** What events say about who is whom. */
import type { Link, LinkKind } from '@firefly/clickhouse/tables/identities'
import { UNLINK } from '@firefly/protocol/ids'
import type { ArrivedRow } from '../chunk.ts'

const KIND_OF: ReadonlyMap<string, LinkKind> = new Map([
  ['$identify', 'identify'],
  ['$alias', 'alias'],
  [UNLINK, 'unlink'],
])

/** Of `$identify`, `$alias` and `$unlink` alone: that another event carries both ids joins nobody. */
export function linkOf(row: ArrivedRow): Link | undefined {
  const kind = KIND_OF.get(row.event)
  if (kind === undefined || row.user_id === '') return undefined
  const from = kind === 'identify' ? row.anonymous_id : row.properties['previousId']
  if (!from) return undefined
  return {
    project: row.project,
    kind,
    from,
    to: row.user_id,
    time: row.time,
    partition: row.log_partition,
    offset: row.log_offset,
    place: row.index,
    messageId: row.message_id,
  }
}
