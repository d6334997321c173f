/** What `group` events say about groups: their traits. */
import type { GroupChange } from '@firefly/clickhouse/tables/group-changes'
import type { ArrivedRow } from '../chunk.ts'

/** Adds to `changes` in place, as most events say nothing. */
export function addGroupChanges(row: ArrivedRow, changes: GroupChange[]): void {
  const group = row.event === '$group' ? row.properties['groupId'] : undefined
  if (!group) return
  for (const name of Object.keys(row.wire.traits ?? {})) {
    // What the project's plan keeps back, or keeps as a hash, is so here too.
    const value = Object.hasOwn(row.properties, name) ? row.properties[name] : undefined
    if (value === undefined || name === '') continue
    const { project, time, log_partition: partition, log_offset: offset, index: place } = row
    changes.push({ project, group, name, value, time, partition, offset, place })
  }
}
