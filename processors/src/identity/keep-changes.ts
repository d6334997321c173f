/** Stores what events say about users and groups, before the events themselves. */
import { groupChangeBlock } from '@firefly/clickhouse/tables/group-changes'
import { userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import type { Chunk } from '../chunk.ts'
import { type InsertOptions, insertTwiceInDoubt } from '../insert.ts'

/** As `keepLinks`: a change told twice is the same row, so that increments count once. */
export async function keepChanges(
  { changes, groupChanges }: Pick<Chunk, 'changes' | 'groupChanges'>,
  token: (table: string) => string,
  options: InsertOptions & { isReplay: boolean },
): Promise<void> {
  if (changes.length > 0)
    await insertTwiceInDoubt((name) => userChangeBlock(changes, name), token('user_changes'), options)
  if (groupChanges.length > 0)
    await insertTwiceInDoubt((name) => groupChangeBlock(groupChanges, name), token('group_changes'), options)
}
