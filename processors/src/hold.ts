/** What one partition is, from the moment it is ours until it is taken away. */
import { randomUUID } from 'node:crypto'
import type { Partition } from '@firefly/event-log/port'
import type { Chunk, ChunkOptions } from './chunk.ts'
import { DEDUPLICATION_HORIZON_MS, type ProcessorOptions } from './consume.ts'
import { gather } from './gather.ts'
import type { KnownLinks } from './identity/known-links.ts'
import { restMs } from './pace.ts'
import { type OnRetry, patiently } from './patience.ts'
import { type Progress, readNote } from './progress.ts'
import { redo } from './redo.ts'
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

/** First what was left half done, then whatever comes: while the store takes a chunk, the next one is made. */
export async function holdPartition(hold: Hold): Promise<void> {
  const { partition } = hold
  const { offset, note } = await partition.position()
  const progress = readNote(note, randomUUID)
  await remember(hold, offset, progress)
  if (progress.intent === undefined) return follow(hold, offset, progress)
  const chunk = await redo(
    hold,
    { partition: partition.id, from: offset, to: progress.intent },
    progress.since,
  )
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
