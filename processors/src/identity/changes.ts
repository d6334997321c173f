/** What events say about users: the group they join, the traits of `identify`, and events of reserved names whose properties are the user's. */
import type { ChangeKind, UserChange } from '@firefly/clickhouse/tables/user-changes'
import { GROUP, membershipOf } from '@firefly/protocol/groups'
import type { ArrivedRow } from '../chunk.ts'
import { groupIn } from './group-changes.ts'
import { valuesSaid } from './values-said.ts'

const DOLLAR = 36
const KIND_OF: ReadonlyMap<string, ChangeKind> = new Map([
  ['$identify', 'set'],
  ['$set', 'set'],
  ['$set_once', 'set_once'],
  ['$increment', 'increment'],
  ['$append', 'append'],
  ['$unset', 'unset'],
  ['$delete', 'delete'],
  ['$profile_delete', 'delete'],
])

/** Adds to `changes` in place, as most events say nothing. */
export function addChanges(row: ArrivedRow, changes: UserChange[]): void {
  if (row.event.charCodeAt(0) !== DOLLAR) return
  const joined = row.event === GROUP ? groupIn(row) : undefined
  if (joined) return void changes.push(changeOf(row, 'set', membershipOf(joined.type), joined.group))
  const kind = KIND_OF.get(row.event)
  if (!kind) return
  if (kind === 'delete') return void changes.push(changeOf(row, kind, '', ''))
  const said = row.event === '$identify' ? row.wire.traits : row.wire.properties
  for (const [name, value] of valuesSaid(row, said, kind)) changes.push(changeOf(row, kind, name, value))
}

const changeOf = (row: ArrivedRow, kind: ChangeKind, name: string, value: string): UserChange => ({
  project: row.project,
  name,
  user: row.user_id,
  anonymous: row.anonymous_id,
  kind,
  value,
  time: row.time,
  partition: row.log_partition,
  offset: row.log_offset,
  place: row.index,
  messageId: row.message_id,
})
