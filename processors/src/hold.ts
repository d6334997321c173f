/** What one partition is, from the moment it is ours until it is taken away. */
import { randomUUID } from 'node:crypto'
import type { LogRecord, Partition } from '@firefly/event-log/port'
import { type Chunk, type ChunkOptions, processChunk } from './chunk.ts'
import { DEDUPLICATION_HORIZON_MS, type ProcessorOptions } from './consume.ts'
import type { KnownLinks } from './identity/known-links.ts'
import { rest } from './pace.ts'
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

/** First what was left half done, then whatever comes. While the store takes a chunk of many, the next one is made. */
export async function holdPartition(hold: Hold): Promise<void> {
  const { partition, signal, options, chunking, links } = hold
  const position = await partition.position()
  let progress = readNote(position.note, randomUUID)
  let { offset } = position
  await remember(hold, offset, progress)
  let ahead: Promise<Taken | undefined> | undefined
  try {
    while (!signal.aborted) {
      const taken = await (ahead ?? take(hold, offset, progress.intent))
      ahead = undefined
      if (!taken) continue
      const began = performance.now()
      if (taken.isFull) ahead = take(hold, taken.chunk.to)
      progress = await storeChunk(taken.chunk, progress, {
        ...options,
        ...chunking,
        links,
        partition,
        signal,
      })
      offset = taken.chunk.to
      if (!taken.isFull) await rest(performance.now() - began, options.lingerMs, signal)
    }
  } finally {
    await letGo(ahead, chunking)
  }
}

interface Taken {
  chunk: Chunk
  /** More is waiting. */
  isFull: boolean
}

async function take(hold: Hold, from: number, intent?: number): Promise<Taken | undefined> {
  const mostBytes = hold.chunkBytes()
  const records = await read(hold, from, intent, mostBytes)
  if (records.length === 0) return undefined
  const bytes = records.reduce((sum, { value }) => sum + value.length, 0)
  return { chunk: await processChunk(records, hold.partition.id, hold.chunking), isFull: bytes >= mostBytes }
}

/** A chunk that was made and will not be stored by us must not count as seen when the partition comes back. */
async function letGo(ahead: Promise<Taken | undefined> | undefined, { memory }: ChunkOptions): Promise<void> {
  const taken = await ahead?.catch(() => undefined)
  if (taken) memory.release(taken.chunk.claims)
}

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

/** An intended range is read to its very end and no further, whatever its size. */
async function read(
  { partition, signal }: Hold,
  from: number,
  intent: number | undefined,
  maxBytes: number,
): Promise<LogRecord[]> {
  if (intent === undefined) return partition.read({ from, maxBytes, waitMs: WAIT_MS })
  const records: LogRecord[] = []
  for (let next = from; next < intent && !signal.aborted; next = (records.at(-1)?.offset ?? next - 1) + 1)
    records.push(...(await partition.read({ from: next, until: intent, maxBytes, waitMs: WAIT_MS })))
  return signal.aborted ? [] : records
}
