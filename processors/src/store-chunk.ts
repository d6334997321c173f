/** Intent, insert, commit: how a chunk gets into the store exactly once. */
import type { Store } from '@firefly/clickhouse/store'
import type { Partition } from '@firefly/event-log/port'
import type { ArrivedRow, Chunk, ChunkOptions } from './chunk.ts'
import { countOut, keepCatalogue } from './catalogue/keep.ts'
import { keepChanges } from './identity/keep-changes.ts'
import { keepLinks } from './identity/keep-links.ts'
import type { KnownLinks } from './identity/known-links.ts'
import { insertChunk, insertRows, type Refused } from './insert.ts'
import { type OnRetry, patiently } from './patience.ts'
import { addTotals, type Progress, tokenOf, writeNote } from './progress.ts'
import { quarantine } from './quarantine/keep.ts'
import { type SetAside, setAsideEvent } from './quarantine/set-aside.ts'
import { rowsAgain } from './rows-again.ts'
import type { OnProcessorEvent } from './telemetry.ts'
import { missingRows } from './verify.ts'
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
    options.memory.keep(chunk.claims, options.clock())
    report(chunk, kept, (performance.now() - started) / 1000, options)
    return after(before, chunk, kept)
  } catch (error) {
    options.memory.release(chunk.claims)
    throw error
  }
}

async function intendInsertCommit(chunk: Chunk, before: Progress, options: StoreChunkOptions): Promise<Kept> {
  const { partition } = options
  await partition.commit({ offset: chunk.from, note: writeNote({ ...before, intent: chunk.to }) })
  const kept = await insert(chunk, before, options)
  await partition.commit({ offset: chunk.to, note: writeNote(after(before, chunk, kept)) })
  return kept
}

/** Where the events of a chunk came to rest. */
interface Kept {
  stored: number
  refused: readonly ArrivedRow[]
  aside: readonly SetAside[]
}

async function insert(chunk: Chunk, before: Progress, options: StoreChunkOptions): Promise<Kept> {
  const { partition, signal, store, links, onEvent } = options
  const token = (table: string): string => tokenOf(table, before, partition.id, chunk.from, chunk.to)
  // What was tried before, by us or by whoever held the partition, may be there, in part or not at all.
  const isReplay = before.intent !== undefined
  let isDoubtful = isReplay
  const tell: OnRetry = ({ trouble, code }, waitMs) =>
    onEvent({ name: 'store_retried', partition: partition.id, trouble, code, waitMs })
  const onRetry: OnRetry = (error, waitMs) => {
    isDoubtful = true
    tell(error, waitMs)
  }
  const inserting = { store, signal, onRetry }
  const telling = { store, signal, onRetry: tell, isReplay }
  await keepLinks(chunk.links, token('identities'), links, telling)
  await keepChanges(chunk, token, telling)
  await keepCatalogue(chunk.catalogue, token, telling)
  const again = (wanted: Iterable<bigint>): ArrivedRow[] => rowsAgain(chunk, wanted, options)
  const refused = await insertChunk(chunk, () => again(chunk.claims), token('events'), inserting)
  await countOut(
    refused.map(({ row }) => row),
    token,
    telling,
  )
  const lost = new Set(refused.map(({ row }) => options.fingerprint(row.project, row.message_id)))
  for (let name = `${token('events')}/again`; isDoubtful; name += '/again') {
    isDoubtful = false
    const missing = await patiently(() => missingRows(store, chunk), { signal, onRetry: tell })
    const wanted = missing.filter((one) => !lost.has(one))
    if (wanted.length === 0) break
    onEvent({ name: 'rows_missing', partition: partition.id, rows: wanted.length })
    isDoubtful = true
    await insertRows(again(wanted), name, inserting)
  }
  const aside = [...chunk.setAside, ...refused.map(asSetAside)]
  await quarantine(aside, token('quarantine'), inserting)
  await keepViolations(chunk.violations, token('plan_violations'), inserting)
  return { stored: chunk.block.rows - lost.size, refused: refused.map(({ row }) => row), aside }
}

const asSetAside = ({ row, detail }: Refused): SetAside =>
  setAsideEvent(row, { reason: 'insert_refused', detail })

function after(
  { epoch, totals }: Progress,
  { processed, duplicates, erased, expired, unwanted }: Chunk,
  { stored, aside }: Kept,
): Progress {
  const quarantined = aside.reduce((sum, { events }) => sum + events, 0)
  return {
    epoch,
    totals: addTotals(totals, { processed, stored, quarantined, duplicates, erased, expired, unwanted }),
  }
}

function report(
  chunk: Chunk,
  { stored, refused, aside }: Kept,
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
  const gone = new Set(refused.map(({ message_id }) => message_id))
  onStored(gone.size === 0 ? watched : watched.filter(({ message_id }) => !gone.has(message_id)))
}
