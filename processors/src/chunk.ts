/** Runs a range of records through the pipeline: rows to store, events to set aside, and what was counted. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { LogRecord } from '@firefly/event-log/port'
import { type Arrival, openRecord } from './arrival.ts'
import type { Memory } from './deduplicate.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { OnStepTimed, Pipeline } from './pipeline.ts'
import { type SetAside, setAsideEvent, setAsideRecord } from './quarantine/set-aside.ts'
import { createTally, type Tally } from './violations/tally.ts'

/** A row remembers the arrival it grew out of, in case the store refuses it. */
export type ArrivedRow = EventRow & Arrival

export interface Chunk {
  from: number
  /** First offset after the range. */
  to: number
  rows: ArrivedRow[]
  /** Fingerprints claimed for the rows. */
  claims: bigint[]
  setAside: SetAside[]
  processed: number
  duplicates: number
  /** Events of people who were erased. */
  erased: number
  violations: Tally
}

export interface ChunkOptions {
  pipeline: Pipeline<Arrival, ArrivedRow>
  memory: Memory
  fingerprint: Fingerprint
  onStep: OnStepTimed
}

/** One event in so many is timed step by step; timing all would cost more than the steps. */
const TIMED_EVERY = 128

/** `records` is not empty. */
export function processChunk(records: readonly LogRecord[], partition: number, options: ChunkOptions): Chunk {
  const from = records[0]?.offset ?? 0
  const to = (records.at(-1)?.offset ?? from - 1) + 1
  const counted = { processed: 0, duplicates: 0, erased: 0, violations: createTally() }
  const chunk: Chunk = { from, to, rows: [], claims: [], setAside: [], ...counted }
  for (const record of records) processRecord(record, partition, chunk, options)
  return chunk
}

function processRecord(record: LogRecord, partition: number, chunk: Chunk, options: ChunkOptions): void {
  const opened = openRecord(record.value, partition, record.offset)
  chunk.processed += opened.ok ? opened.arrivals.length : record.events
  if (!opened.ok) return void chunk.setAside.push(setAsideRecord(record, partition, opened))
  for (const arrival of opened.arrivals) processEvent(arrival, chunk, options)
}

function processEvent(arrival: Arrival, chunk: Chunk, { pipeline, onStep, ...known }: ChunkOptions): void {
  const timed = chunk.rows.length % TIMED_EVERY === 0
  const outcome = timed ? pipeline.runTimed(arrival, onStep) : pipeline.run(arrival)
  if (outcome.kind === 'drop') return void chunk[outcome.reason === 'erased' ? 'erased' : 'duplicates']++
  if (outcome.kind === 'ok' && !claim(outcome.value, chunk, known)) return
  // The steps add to the arrival in place, so it has its violations whichever way it went.
  chunk.violations.add(arrival)
  if (outcome.kind === 'quarantine') chunk.setAside.push(setAsideEvent(arrival, outcome))
}

/** The first to bring an id stores it; whoever comes later is a duplicate. */
function claim(
  row: ArrivedRow,
  chunk: Chunk,
  { memory, fingerprint }: Pick<ChunkOptions, 'memory' | 'fingerprint'>,
): boolean {
  const name = fingerprint(row.project, row.message_id)
  if (!memory.claim(name)) {
    chunk.duplicates++
    return false
  }
  chunk.claims.push(name)
  chunk.rows.push(row)
  return true
}
