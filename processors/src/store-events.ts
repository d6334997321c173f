/** The rows of a chunk into the store: all of them, looked for where there is doubt, and what becomes of those that do not get there. */
import { countOut } from './catalogue/keep.ts'
import { type ArrivedRow, type Chunk, type ChunkOptions, countDropped } from './chunk.ts'
import { insertChunk, type InsertOptions, insertRows, type Refused } from './insert.ts'
import { patiently } from './patience.ts'
import { type SetAside, setAsideEvent } from './quarantine/set-aside.ts'
import { type Changed, rowsAgain } from './rows-again.ts'
import type { OnProcessorEvent } from './telemetry.ts'
import { missingRows } from './verify.ts'

export interface StoreEventsOptions extends ChunkOptions, InsertOptions {
  onEvent: OnProcessorEvent
  isReplay: boolean
}

export interface StoredEvents {
  /** Fingerprints of rows that are not there after all: refused, or not wanted any more when they were to be stored. */
  absent: ReadonlySet<bigint>
  aside: readonly SetAside[]
}

/** Resolves once every row is there or has another place. Rejects only when `signal` aborts. */
export async function storeEvents(
  chunk: Chunk,
  token: (table: string) => string,
  options: StoreEventsOptions,
): Promise<StoredEvents> {
  let isDoubtful = options.isReplay
  const onRetry: InsertOptions['onRetry'] = (error, waitMs) => {
    isDoubtful = true
    options.onRetry(error, waitMs)
  }
  // What was decided while the store would not take them is true of those that are not stored.
  const changed: Changed[] = []
  const again = (wanted: Iterable<bigint>): ArrivedRow[] => {
    const made = rowsAgain(chunk, wanted, options)
    changed.push(...made.changed)
    return made.rows
  }
  const inserting = { ...options, onRetry }
  const refused = await insertChunk(chunk, () => again(chunk.claims), token('events'), inserting)
  const rows = refused.map(({ row }) => row)
  await countOut(rows, token, options)
  const absent = new Set(rows.map(({ project, message_id }) => options.fingerprint(project, message_id)))
  for (let name = `${token('events')}/again`; isDoubtful; name += '/again') {
    isDoubtful = false
    for (const one of changed) absent.add(one.name)
    const wanted = (await missing(chunk, options)).filter((one) => !absent.has(one))
    if (wanted.length === 0) break
    options.onEvent({ name: 'rows_missing', partition: chunk.partition, rows: wanted.length })
    isDoubtful = true
    await insertRows(again(wanted), name, inserting)
  }
  return { absent: leaveOut(changed, absent, chunk), aside: [...refused, ...changed].flatMap(asideOf) }
}

const missing = (chunk: Chunk, options: StoreEventsOptions): Promise<bigint[]> =>
  patiently(() => missingRows(options.store, chunk), options)

function leaveOut(changed: readonly Changed[], absent: Set<bigint>, chunk: Chunk): Set<bigint> {
  for (const { name, outcome } of changed) {
    absent.add(name)
    if (outcome.kind === 'drop') countDropped(chunk, outcome.reason)
  }
  return absent
}

function asideOf(one: Refused | Changed): SetAside[] {
  if ('row' in one) return [setAsideEvent(one.row, { reason: 'insert_refused', detail: one.detail })]
  const { arrival, outcome } = one
  return outcome.kind === 'quarantine' ? [setAsideEvent(arrival, outcome)] : []
}
