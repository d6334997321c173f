/**
 * After an insert that failed first, or that is a replay: which rows are not there after all? A store that ran out of
 * room may remember the token of a block whose rows it never kept, and then takes the next try for a duplicate.
 */
import type { Store } from '@firefly/clickhouse/store'
import type { Chunk } from './chunk.ts'
import { storedIn } from './first-try.ts'

/** Fingerprints of the chunk's rows that are not in its own range of the log. */
export async function missingRows(store: Store, chunk: Chunk): Promise<bigint[]> {
  const stored = await storedIn(store, chunk)
  return chunk.claims.filter((name) => !stored.has(name))
}
