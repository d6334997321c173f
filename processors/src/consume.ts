/** Read → pipeline → intend → insert → commit, for each partition held. Nothing else happens here. */
import { randomUUID } from 'node:crypto'
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog, LogRecord, Partition, Subscription } from '@firefly/event-log/port'
import { type ArrivedRow, type ChunkOptions, processChunk } from './chunk.ts'
import { createMemory } from './deduplicate.ts'
import { createFingerprint } from './fingerprint.ts'
import { createKnownLinks, type KnownLinks } from './identity/known-links.ts'
import type { EventsPipeline } from './pipelines/events.ts'
import { type OnRetry, patiently } from './patience.ts'
import { type Progress, readNote } from './progress.ts'
import { restoreMemory } from './restore.ts'
import { storeChunk } from './store-chunk.ts'
import type { OnProcessorEvent } from './telemetry.ts'

export interface ProcessorOptions {
  log: EventLog
  store: Store
  pipeline: EventsPipeline
  /** Unix milliseconds. */
  clock: () => number
  onEvent: OnProcessorEvent
  /** Told of rows once they can be queried, of those that came while somebody watched. */
  onStored: (rows: readonly ArrivedRow[]) => void
  /** Whether somebody watches now; rows that nobody does are never kept as objects. Absent: always. */
  isWatched?: () => boolean
  group?: string
  /** Least time between two inserts of a partition; small inserts cost the store more than they gain. */
  lingerMs?: number
  /** Ids remembered for removing duplicates. */
  maxIds?: number
}

export interface Processors {
  /** Rejects when a partition cannot go on. */
  readonly done: Promise<void>
  /** Finishes the chunk in hand and lets go. */
  stop(): Promise<void>
}

const GROUP = 'events'
const DEDUPLICATION_HORIZON_MS = 7 * 24 * 60 * 60 * 1000
const CHUNK_BYTES = 4 * 1024 * 1024
const WAIT_MS = 1_000
const LINKS_REMEMBERED = 200_000

export async function startProcessors(options: ProcessorOptions): Promise<Processors> {
  const { log, onEvent, group = GROUP, maxIds = 20_000_000 } = options
  const memory = createMemory({
    horizonMs: DEDUPLICATION_HORIZON_MS,
    maxIds,
    onShortened: (forgotten) => onEvent({ name: 'horizon_shortened', forgotten }),
  })
  const chunking: ChunkOptions = {
    pipeline: options.pipeline,
    memory,
    fingerprint: await createFingerprint(),
    onStep: (step, milliseconds) => onEvent({ name: 'step_timed', step, milliseconds }),
    isWatched: options.isWatched ?? (() => true),
  }
  const links = createKnownLinks(LINKS_REMEMBERED)
  const subscription: Subscription = await log.subscribe(group, (partition, signal) =>
    work({ partition, signal, options, chunking, links }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    }),
  )
  return {
    done: subscription.done,
    stop: () => subscription.stop(),
  }
}

interface Work {
  partition: Partition
  signal: AbortSignal
  options: ProcessorOptions
  chunking: ChunkOptions
  links: KnownLinks
}

/** Holds one partition until it is taken away: first what was left half done, then whatever comes. */
async function work(job: Work): Promise<void> {
  const { partition, signal, options, chunking, links } = job
  const position = await partition.position()
  let progress = readNote(position.note, randomUUID)
  let { offset } = position
  await remember(job, offset, progress)
  while (!signal.aborted) {
    const records = await read(job, offset, progress.intent)
    if (records.length === 0) continue
    const started = performance.now()
    const chunk = await processChunk(records, partition.id, chunking)
    progress = await storeChunk(chunk, progress, { ...options, ...chunking, links, partition, signal })
    offset = chunk.to
    await pause(options.lingerMs ?? 100, performance.now() - started, signal)
  }
}

async function remember(
  { partition, signal, options, chunking }: Work,
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
  { partition, signal }: Work,
  from: number,
  intent: number | undefined,
): Promise<LogRecord[]> {
  if (intent === undefined) return partition.read({ from, maxBytes: CHUNK_BYTES, waitMs: WAIT_MS })
  const records: LogRecord[] = []
  for (let next = from; next < intent && !signal.aborted; next = (records.at(-1)?.offset ?? next - 1) + 1)
    records.push(
      ...(await partition.read({ from: next, until: intent, maxBytes: CHUNK_BYTES, waitMs: WAIT_MS })),
    )
  return signal.aborted ? [] : records
}

/** Lets more events gather before the next insert, unless work took longer than that already. */
async function pause(leastMs: number, spentMs: number, signal: AbortSignal): Promise<void> {
  if (spentMs >= leastMs || signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, leastMs - spentMs)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
