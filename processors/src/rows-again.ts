/** The rows of a chunk once more, out of its records: only what the store refused or lost is wanted a second time. */
import { openRecord } from './arrival.ts'
import type { ArrivedRow, Chunk, ChunkOptions } from './chunk.ts'
import { refine, type Refining } from './refine.ts'

/** Those whose fingerprints are in `wanted`, each once, in the order of the log. */
export function rowsAgain(
  { records, partition }: Chunk,
  wanted: Iterable<bigint>,
  { fingerprint, ...refining }: Refining & Pick<ChunkOptions, 'fingerprint'>,
): ArrivedRow[] {
  const missing = new Set(wanted)
  const rows: ArrivedRow[] = []
  for (const { value, offset } of records) {
    const opened = openRecord(value, partition, offset)
    for (const outcome of refine(opened.ok ? opened.arrivals : [], refining)) {
      if (outcome.kind !== 'ok') continue
      const { project, message_id } = outcome.value
      if (missing.delete(fingerprint(project, message_id))) rows.push(outcome.value)
    }
  }
  return rows
}
