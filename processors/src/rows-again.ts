/** The rows of a chunk once more, out of its records: only what the store refused or lost is wanted a second time. */
import { type Arrival, openRecord } from './arrival.ts'
import type { ArrivedRow, Chunk, ChunkOptions } from './chunk.ts'
import { nameOf } from './first-try.ts'
import type { Outcome } from './outcome.ts'
import { refine, type Refining } from './refine.ts'

/** An event that was a row, and by what was decided since would be none. */
export interface Changed {
  name: bigint
  arrival: Arrival
  outcome: Exclude<Outcome<ArrivedRow>, { kind: 'ok' }>
}

export interface Again {
  rows: ArrivedRow[]
  changed: Changed[]
}

/** Those whose fingerprints are in `wanted`, each once, in the order of the log. */
export function rowsAgain(
  { records, partition }: Chunk,
  wanted: Iterable<bigint>,
  { fingerprint, ...refining }: Refining & Pick<ChunkOptions, 'fingerprint'>,
): Again {
  const missing = new Set(wanted)
  const again: Again = { rows: [], changed: [] }
  for (const { value, offset } of records) {
    const opened = openRecord(value, partition, offset)
    const arrivals = opened.ok ? opened.arrivals : []
    const outcomes = refine(arrivals, refining)
    for (const [at, arrival] of arrivals.entries()) {
      const [name, outcome] = [nameOf(arrival, fingerprint), outcomes[at]]
      if (!outcome || !missing.delete(name)) continue
      if (outcome.kind === 'ok') again.rows.push(outcome.value)
      else again.changed.push({ name, arrival, outcome })
    }
  }
  return again
}
