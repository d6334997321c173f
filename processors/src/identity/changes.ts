/** What events say about users: the group they join, the traits of `identify`, and events of reserved names whose properties are the user's. */
import type { ChangeKind, UserChange } from '@firefly/clickhouse/tables/user-changes'
import type { ArrivedRow } from '../chunk.ts'

const DOLLAR = 36
/** The user property that names the group somebody is in. */
const GROUP = '$group'
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
  const joined = row.event === GROUP ? row.properties['groupId'] : undefined
  if (joined) return void changes.push(changeOf(row, 'set', GROUP, joined))
  const kind = KIND_OF.get(row.event)
  if (!kind) return
  if (kind === 'delete') return void changes.push(changeOf(row, kind, '', ''))
  const said = row.event === '$identify' ? row.wire.traits : row.wire.properties
  for (const name of Object.keys(said ?? {})) {
    // What the project's plan keeps back, or keeps as a hash, is so here too.
    const text = Object.hasOwn(row.properties, name) ? row.properties[name] : undefined
    if (text === undefined || name === '') continue
    changes.push(changeOf(row, kind, name, kind === 'append' ? listOf(said?.[name], text) : text))
  }
}

const changeOf = (row: ArrivedRow, kind: ChangeKind, name: string, value: string): UserChange => ({
  project: row.project,
  name,
  user: row.user_id,
  anonymous: row.anonymous_id,
  kind,
  value: kind === 'unset' ? '' : value,
  time: row.time,
  partition: row.log_partition,
  offset: row.log_offset,
  place: row.index,
  messageId: row.message_id,
})

/** A list adds each of its values. A text that was masked is a text, whatever was sent. */
function listOf(sent: unknown, text: string): string {
  if (Array.isArray(sent) && text.startsWith('[')) return text
  return typeof sent !== 'string' && text === JSON.stringify(sent) ? `[${text}]` : JSON.stringify([text])
}
