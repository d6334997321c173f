/**
 * After an insert that failed first, or that is a replay: which rows are not there after all? A store that ran out of
 * room may remember the token of a block whose rows it never kept, and then takes the next try for a duplicate.
 */
import { integer, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Chunk } from './chunk.ts'

/** Fingerprints of the chunk's rows that are not in its own range of the log. */
export async function missingRows(store: Store, { partition, from, to, claims }: Chunk): Promise<bigint[]> {
  const kept = new Set<bigint>()
  const range = sql`
    SELECT xxHash64(concat(project, '\n', message_id)) FROM events
    WHERE log_partition = ${integer(partition)}
      AND log_offset >= ${integer(from)} AND log_offset < ${integer(to)}`
  await store.scan(range, 1, (fingerprints) => {
    for (const fingerprint of fingerprints) kept.add(fingerprint)
  })
  return claims.filter((name) => !kept.has(name))
}
