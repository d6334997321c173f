/** What events say about groups: the traits of `group`, and events of reserved names whose properties are the group's. */
import type { GroupChange } from '@firefly/clickhouse/tables/group-changes'
import type { ChangeKind } from '@firefly/clickhouse/tables/user-changes'
import { GROUP, GROUP_TYPE } from '@firefly/protocol/groups'
import type { ArrivedRow } from '../chunk.ts'
import { valuesSaid } from './values-said.ts'

const KIND_OF: ReadonlyMap<string, ChangeKind> = new Map([
  [GROUP, 'set'],
  ['$group_set', 'set'],
  ['$group_set_once', 'set_once'],
  ['$group_increment', 'increment'],
  ['$group_append', 'append'],
  ['$group_unset', 'unset'],
  ['$group_delete', 'delete'],
])
/** They name the group, and are none of its properties. */
const NAMES = new Set(['groupId', 'groupType', GROUP_TYPE])

/** The group that an event is about; undefined where it names none. */
export function groupIn({ properties }: Pick<ArrivedRow, 'properties'>) {
  const { groupId: group, groupType, [GROUP_TYPE]: type = '' } = properties
  return group ? { group, type: groupType ?? type } : undefined
}

/** Adds to `changes` in place, as most events say nothing. */
export function addGroupChanges(row: ArrivedRow, changes: GroupChange[]): void {
  if (!row.event.startsWith(GROUP)) return
  const [kind, about] = [KIND_OF.get(row.event), groupIn(row)]
  if (!kind || !about) return
  const { project, time, log_partition: partition, log_offset: offset, index: place } = row
  const add = (name: string, value: string): void =>
    void changes.push({ project, ...about, kind, name, value, time, partition, offset, place })
  if (kind === 'delete') return add('', '')
  const said = row.event === GROUP ? row.wire.traits : row.wire.properties
  for (const [name, value] of valuesSaid(row, said, kind)) if (!NAMES.has(name)) add(name, value)
}
