/** Makes a range that was intended and not committed once more, to its very end and no further, whatever its size. */
import { setImmediate as others } from 'node:timers/promises'
import type { LogRecord, Partition } from '@firefly/event-log/port'
import { addRecord, addStored, type Chunk, type ChunkOptions, createChunk } from './chunk.ts'
import type { ProcessorOptions } from './consume.ts'
import { lookForFirstTry, type Range } from './first-try.ts'
import { patiently } from './patience.ts'

export interface Redoing {
  partition: Partition
  signal: AbortSignal
  options: Pick<ProcessorOptions, 'store' | 'onEvent'>
  chunking: ChunkOptions
  /** Most bytes read at a time, asked anew for each time. */
  chunkBytes: () => number
}

const WAIT_MS = 1_000

/** Undefined when the partition is taken away first. `since` is when the first record of the range was received. */
export async function redo(redoing: Redoing, range: Range, since = 0): Promise<Chunk | undefined> {
  const { partition, signal, options, chunking } = redoing
  const first = await patiently(() => lookForFirstTry(options.store, range, since), {
    signal,
    onRetry: ({ trouble, code }, waitMs) =>
      options.onEvent({ name: 'store_retried', partition: partition.id, trouble, code, waitMs }),
  })
  const chunk = createChunk(partition.id, first)
  for await (const records of readRange(redoing, range)) {
    for (const record of records) addRecord(chunk, record, chunking)
    await others()
  }
  if (!signal.aborted) return whole(chunk, range, redoing)
  // Whoever holds the partition next does it anew.
  chunking.memory.release([...chunk.claims, ...chunk.stored])
  return undefined
}

/** Ends where the range does, or what the log still has of it. */
async function* readRange(
  { partition, signal, chunkBytes }: Redoing,
  { from, to }: Range,
): AsyncGenerator<LogRecord[]> {
  for (let next = from; next < to && !signal.aborted; ) {
    const records = await partition.read({ from: next, until: to, maxBytes: chunkBytes(), waitMs: WAIT_MS })
    const last = records.at(-1)
    if (last) next = last.offset + 1
    if (last) yield records
    else if (await beginsBehind(partition, next, to)) return
  }
}

/** Whether the next record that the log has lies behind the range: one that has none at all may only be late. */
async function beginsBehind(partition: Partition, from: number, to: number): Promise<boolean> {
  const [next] = await partition.read({ from, maxBytes: 1, waitMs: WAIT_MS })
  return next !== undefined && next.offset >= to
}

/**
 * The range keeps its name, whatever the log dropped of it for want of room or for its age. Rows of what was dropped may have been stored; the
 * rest of it is lost, and told.
 */
function whole(chunk: Chunk, { from, to }: Range, { partition, options, chunking }: Redoing): Chunk {
  const lost = to - from - chunk.records.length
  if (lost > 0) {
    addStored(chunk, chunking)
    options.onEvent({ name: 'records_lost', partition: partition.id, records: lost })
  }
  return Object.assign(chunk, { from, to })
}
