/** The `user_changes` table: what events say about users, one row a property. */
import { linesOf } from '../lines.ts'
import type { Block } from '../store.ts'
import { clock } from './events.ts'

export const CHANGE_KINDS = ['set', 'set_once', 'increment', 'append', 'unset', 'delete'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export interface UserChange {
  project: string
  /** Of the property; empty where all of them are meant. */
  name: string
  user: string
  anonymous: string
  kind: ChangeKind
  /** As text; for `append` a list in JSON of what is added. */
  value: string
  /** Unix milliseconds. */
  time: number
  /** Where it stands in the log, which orders what happened in one millisecond. */
  partition: number
  offset: number
  place: number
  messageId: string
}

const COLUMNS = [
  'project',
  'name',
  'user_id',
  'anonymous_id',
  'kind',
  'value',
  'time',
  'log_partition',
  'log_offset',
  'place',
  'message_id',
] as const

/** One block, safe to insert again: the same row told twice counts once. */
export const userChangeBlock = (changes: readonly UserChange[], token: string): Block => ({
  table: 'user_changes',
  columns: COLUMNS,
  lines: linesOf(changes.map(rowOf)),
  token,
})

const rowOf = (one: UserChange): unknown[] => [
  one.project,
  one.name,
  one.user,
  one.anonymous,
  one.kind,
  one.value,
  clock(one.time),
  one.partition,
  one.offset,
  one.place,
  one.messageId,
]
