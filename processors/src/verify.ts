/**
 * After an insert that failed first, or that is a replay: which rows are not there after all? A store that ran out of
 * room may remember the token of a block whose rows it never kept, and then takes the next try for a duplicate.
 */
import { integer, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { ArrivedRow, Chunk } from './chunk.ts'

/** Looks at the chunk's own range of the log; rows and claims of a chunk are in the same order. */
export async function missingRows(
  store: Store,
  partition: number,
  { from, to, rows, claims }: Chunk,
): Promise<ArrivedRow[]> {
  const kept = new Set<bigint>()
  const range = sql`
    SELECT xxHash64(concat(project, '\n', message_id)) FROM events
    WHERE log_partition = ${integer(partition)}
      AND log_offset >= ${integer(from)} AND log_offset < ${integer(to)}`
  await store.scan(range, 1, (fingerprints) => {
    for (const fingerprint of fingerprints) kept.add(fingerprint)
  })
  return rows.filter((_row, at) => !kept.has(claims[at] ?? 0n))
}
