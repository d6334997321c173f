/** Intent, insert, commit: how a chunk gets into the store exactly once. */
import type { Store } from '@firefly/clickhouse/store'
import type { Partition } from '@firefly/event-log/port'
import type { ArrivedRow, Chunk, ChunkOptions } from './chunk.ts'
import { keepCatalogue } from './catalogue/keep.ts'
import { keepChanges } from './identity/keep-changes.ts'
import { keepLinks } from './identity/keep-links.ts'
import type { KnownLinks } from './identity/known-links.ts'
import type { OnRetry } from './patience.ts'
import { addTotals, type Progress, tokenOf, writeNote } from './progress.ts'
import { quarantine } from './quarantine/keep.ts'
import type { SetAside } from './quarantine/set-aside.ts'
import { storeEvents } from './store-events.ts'
import type { OnProcessorEvent } from './telemetry.ts'
import { keepViolations } from './violations/keep.ts'

export interface StoreChunkOptions extends ChunkOptions {
  partition: Partition
  signal: AbortSignal
  store: Store
  links: KnownLinks
  /** Unix milliseconds. */
  clock: () => number
  onEvent: OnProcessorEvent
  onStored: (rows: readonly ArrivedRow[]) => void
}

/**
 * Resolves with the new progress once rows, quarantine and position are durable.
 * If any of it fails the claims are given back: whoever holds the partition next does the range again, and must
 * come to the very same rows under the same token.
 */
export async function storeChunk(
  chunk: Chunk,
  before: Progress,
  options: StoreChunkOptions,
): Promise<Progress> {
  const started = performance.now()
  try {
    const kept = await intendInsertCommit(chunk, before, options)
    remember(chunk, kept, options)
    report(chunk, kept, (performance.now() - started) / 1000, options)
    return after(before, chunk, kept)
  } catch (error) {
    options.memory.release([...chunk.claims, ...chunk.stored])
    throw error
  }
}

async function intendInsertCommit(chunk: Chunk, before: Progress, options: StoreChunkOptions): Promise<Kept> {
  const { partition } = options
  await partition.commit({
    offset: chunk.from,
    note: writeNote({ ...before, intent: chunk.to, since: chunk.since }),
  })
  const kept = await insert(chunk, before, options)
  await partition.commit({ offset: chunk.to, note: writeNote(after(before, chunk, kept)) })
  return kept
}

/** Where the events of a chunk came to rest. */
interface Kept {
  stored: number
  /** Fingerprints of rows that are not there after all: refused, or not wanted any more when they were to be stored. */
  absent: ReadonlySet<bigint>
  aside: readonly SetAside[]
}

async function insert(chunk: Chunk, before: Progress, options: StoreChunkOptions): Promise<Kept> {
  const { partition, signal, store, links, onEvent } = options
  const token = (table: string): string => tokenOf(table, before, partition.id, chunk.from, chunk.to)
  // What was tried before, by us or by whoever held the partition, may be there, in part or not at all.
  const isReplay = before.intent !== undefined
  const onRetry: OnRetry = ({ trouble, code }, waitMs) =>
    onEvent({ name: 'store_retried', partition: partition.id, trouble, code, waitMs })
  const telling = { store, signal, onRetry, isReplay }
  await keepLinks(chunk.links, token('identities'), links, telling)
  await keepChanges(chunk, token, telling)
  await keepCatalogue(chunk.catalogue, token, telling)
  const { absent, aside: notStored } = await storeEvents(chunk, token, { ...options, ...telling })
  const aside = [...chunk.setAside, ...notStored]
  await quarantine(aside, token('quarantine'), { ...telling, range: chunk, fingerprint: options.fingerprint })
  await keepViolations(chunk.violations, token('plan_violations'), telling)
  return { stored: chunk.block.rows - absent.size + chunk.stored.length, absent, aside }
}

/** What is absent may come again, out of quarantine. */
function remember({ claims, stored }: Chunk, { absent }: Kept, { memory, clock }: StoreChunkOptions): void {
  const there = absent.size === 0 ? claims : claims.filter((name) => !absent.has(name))
  memory.keep(stored.length === 0 ? there : [...there, ...stored], clock())
  memory.release(absent)
}

function after({ epoch, totals }: Progress, chunk: Chunk, { stored, aside }: Kept): Progress {
  const { processed, duplicates, erased, expired, unwanted } = chunk
  const quarantined = aside.reduce((sum, { events }) => sum + events, chunk.aside)
  return {
    epoch,
    totals: addTotals(totals, { processed, stored, quarantined, duplicates, erased, expired, unwanted }),
  }
}

function report(
  chunk: Chunk,
  { stored, absent, aside }: Kept,
  seconds: number,
  options: StoreChunkOptions,
): void {
  const { partition, onEvent, onStored } = options
  for (const { reason, events } of aside) onEvent({ name: 'events_quarantined', reason, events })
  const { duplicates, erased, expired, unwanted, violations, watched } = chunk
  const counted = { stored, duplicates, erased, expired, unwanted, seconds }
  onEvent({ name: 'chunk_stored', partition: partition.id, ...counted })
  for (const [code, events] of violations.byCode()) onEvent({ name: 'plan_violated', code, events })
  if (!watched) return
  const isThere = ({ project, message_id }: ArrivedRow): boolean =>
    !absent.has(options.fingerprint(project, message_id))
  onStored(absent.size === 0 ? watched : watched.filter(isThere))
}
