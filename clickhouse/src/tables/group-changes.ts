/** The `group_changes` table: what events say of groups, one row a property. */
import { linesOf } from '../lines.ts'
import type { Block } from '../store.ts'
import { clock } from './events.ts'
import type { ChangeKind } from './user-changes.ts'

export interface GroupChange {
  project: string
  /** What the group is: a company, a branch; empty where there is one type only. */
  type: string
  group: string
  kind: ChangeKind
  /** Of the property; empty where all of them are meant. */
  name: string
  /** As text; for `append` a list in JSON of what is added. */
  value: string
  /** Unix milliseconds. */
  time: number
  /** Where it stands in the log, which orders what happened in one millisecond. */
  partition: number
  offset: number
  place: number
}

const COLUMNS = [
  'project',
  'group_type',
  'kind',
  'name',
  'group_id',
  'value',
  'time',
  'log_partition',
  'log_offset',
  'place',
] as const

/** One block, safe to insert again: the same row told twice counts once. */
export const groupChangeBlock = (changes: readonly GroupChange[], token: string): Block => ({
  table: 'group_changes',
  columns: COLUMNS,
  lines: linesOf(changes.map(rowOf)),
  token,
})

const rowOf = (one: GroupChange): unknown[] => [
  one.project,
  one.type,
  one.kind,
  one.name,
  one.group,
  one.value,
  clock(one.time),
  one.partition,
  one.offset,
  one.place,
]
