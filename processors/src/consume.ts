/** Read → pipeline → intend → insert → commit, for each partition held: what all of them share is made here. */
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog, Subscription } from '@firefly/event-log/port'
import type { ArrivedRow, ChunkOptions } from './chunk.ts'
import { createMemory } from './deduplicate.ts'
import { createFingerprint } from './fingerprint.ts'
import { holdPartition } from './hold.ts'
import { createKnownLinks } from './identity/known-links.ts'
import type { RunOwnSteps } from './own-steps/run.ts'
import type { EventsPipeline } from './pipelines/events.ts'
import type { OnProcessorEvent } from './telemetry.ts'

export interface ProcessorOptions {
  log: EventLog
  store: Store
  pipeline: EventsPipeline
  /** Steps of the operator's own, after ours. */
  ownSteps?: RunOwnSteps | undefined
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
  /** Bytes of records in hand, shared by the partitions held. */
  bytesAtOnce?: number
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
/** How long ids are remembered, in milliseconds. */
export const DEDUPLICATION_HORIZON_MS = 7 * 24 * 60 * 60 * 1000
const LINKS_REMEMBERED = 200_000
const BYTES_AT_ONCE = 32 * 1024 * 1024
/** However many partitions are held, a chunk of one stays large enough for its insert to be worth it. */
const LEAST_SHARE = 1 / 16
/** A chunk is stored while the next one is made. */
const MOST_SHARE = 1 / 2

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
    ownSteps: options.ownSteps,
    isWatched: options.isWatched ?? (() => true),
  }
  const links = createKnownLinks(LINKS_REMEMBERED)
  let held = 0
  const chunkBytes = (): number => {
    const share = Math.max(LEAST_SHARE, Math.min(MOST_SHARE, 1 / held))
    return Math.ceil((options.bytesAtOnce ?? BYTES_AT_ONCE) * share)
  }
  const subscription: Subscription = await log.subscribe(group, async (partition, signal) => {
    held++
    try {
      await holdPartition({ partition, signal, options, chunking, links, chunkBytes })
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      held--
    }
  })
  return {
    done: subscription.done,
    stop: () => subscription.stop(),
  }
}
