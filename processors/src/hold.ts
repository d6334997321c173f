/** What one partition is, from the moment it is ours until it is taken away. */
import { randomUUID } from 'node:crypto'
import { setImmediate as others } from 'node:timers/promises'
import type { Partition } from '@firefly/event-log/port'
import { addRecord, type Chunk, type ChunkOptions, createChunk } from './chunk.ts'
import { DEDUPLICATION_HORIZON_MS, type ProcessorOptions } from './consume.ts'
import { gather } from './gather.ts'
import type { KnownLinks } from './identity/known-links.ts'
import { restMs } from './pace.ts'
import { type OnRetry, patiently } from './patience.ts'
import { type Progress, readNote } from './progress.ts'
import { restoreMemory } from './restore.ts'
import { storeChunk } from './store-chunk.ts'

export interface Hold {
  partition: Partition
  signal: AbortSignal
  options: ProcessorOptions
  chunking: ChunkOptions
  links: KnownLinks
  /** Most bytes of records in one chunk, asked anew for each. */
  chunkBytes: () => number
}

const WAIT_MS = 1_000

/** First what was left half done, then whatever comes: while the store takes a chunk, the next one is made. */
export async function holdPartition(hold: Hold): Promise<void> {
  const { partition } = hold
  const { offset, note } = await partition.position()
  const progress = readNote(note, randomUUID)
  await remember(hold, offset, progress)
  if (progress.intent === undefined) return follow(hold, offset, progress)
  const chunk = await redo(hold, offset, progress.intent)
  if (chunk) await follow(hold, chunk.to, await store(hold, chunk, progress))
}

async function follow(hold: Hold, from: number, before: Progress): Promise<void> {
  const { options } = hold
  const gathering = gather({ ...hold, from })
  let progress = before
  try {
    for (let chunk = await gathering.take(); chunk; chunk = await gathering.take()) {
      const began = performance.now()
      progress = await store(hold, chunk, progress)
      await gathering.rest(restMs(performance.now() - began, options.lingerMs))
    }
  } finally {
    await gathering.end()
  }
}

const store = (
  { options, chunking, links, partition, signal }: Hold,
  chunk: Chunk,
  progress: Progress,
): Promise<Progress> => storeChunk(chunk, progress, { ...options, ...chunking, links, partition, signal })

async function remember(
  { partition, signal, options, chunking }: Hold,
  offset: number,
  { intent }: Progress,
): Promise<void> {
  const range = { partition: partition.id, since: options.clock() - DEDUPLICATION_HORIZON_MS }
  const except = intent === undefined ? {} : { except: { from: offset, to: intent } }
  const onRetry: OnRetry = ({ trouble, code }, waitMs) =>
    options.onEvent({ name: 'store_retried', partition: partition.id, trouble, code, waitMs })
  const restore = (): Promise<void> => restoreMemory(options.store, chunking.memory, { ...range, ...except })
  await patiently(restore, { signal, onRetry })
  const [replays, remembered] = [intent !== undefined, chunking.memory.size]
  options.onEvent({ name: 'partition_taken', partition: partition.id, offset, replays, remembered })
}

/** An intended range is read to its very end and no further, whatever its size; undefined when the partition is taken away first. */
async function redo(
  { partition, signal, chunking, chunkBytes }: Hold,
  from: number,
  intent: number,
): Promise<Chunk | undefined> {
  const chunk = createChunk(partition.id)
  for (let next = from; next < intent; next = Math.max(next, chunk.to)) {
    if (signal.aborted) break
    const range = { from: next, until: intent, maxBytes: chunkBytes(), waitMs: WAIT_MS }
    for (const record of await partition.read(range)) addRecord(chunk, record, chunking)
    await others()
  }
  if (!signal.aborted) return chunk
  // Whoever holds the partition next does it anew.
  chunking.memory.release(chunk.claims)
  return undefined
}
