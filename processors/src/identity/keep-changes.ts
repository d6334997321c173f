/** Stores what events say about users, before the events themselves. */
import { type UserChange, userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import { type InsertOptions, insertTwiceInDoubt } from '../insert.ts'

/** As `keepLinks`: a change told twice is the same row, so that increments count once. */
export async function keepChanges(
  changes: readonly UserChange[],
  token: string,
  options: InsertOptions & { isReplay: boolean },
): Promise<void> {
  if (changes.length > 0) await insertTwiceInDoubt((name) => userChangeBlock(changes, name), token, options)
}
