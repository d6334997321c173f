/** Runs a range of records through the pipeline, record by record: a block to store, events to set aside, and what was counted. */
import { type CatalogueTally, createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import { createEventBlock, type EventRow } from '@firefly/clickhouse/tables/events'
import type { NativeBlock } from '@firefly/clickhouse/native/block'
import type { Link } from '@firefly/clickhouse/tables/identities'
import type { GroupChange } from '@firefly/clickhouse/tables/group-changes'
import type { UserChange } from '@firefly/clickhouse/tables/user-changes'
import type { LogRecord } from '@firefly/event-log/port'
import type { DropReason } from '@firefly/protocol/verdicts'
import { type Arrival, openRecord } from './arrival.ts'
import type { Memory } from './deduplicate.ts'
import type { Fingerprint } from './fingerprint.ts'
import { type FirstTry, nameOf, restsAt } from './first-try.ts'
import { addChanges } from './identity/changes.ts'
import { addGroupChanges } from './identity/group-changes.ts'
import { linkOf } from './identity/links.ts'
import type { Outcome } from './outcome.ts'
import { type SetAside, setAsideEvent, setAsideRecord } from './quarantine/set-aside.ts'
import { refine, type Refining } from './refine.ts'
import { createTally, type Tally } from './violations/tally.ts'

/** A row remembers the arrival it grew out of, in case the store refuses it. */
export type ArrivedRow = EventRow & Arrival

export interface Chunk {
  partition: number
  /** Offset of the first record. */
  from: number
  /** First offset after the range. */
  to: number
  /** What the rows grew out of: of the rows themselves only bytes are kept, since keeping 10,000 objects costs more than making them. */
  records: LogRecord[]
  /** When the first of them was received, in Unix milliseconds. */
  since: number
  /** Of all records together. */
  bytes: number
  block: NativeBlock<EventRow>
  /** Fingerprints claimed for the rows, in their order. */
  claims: bigint[]
  /** The rows themselves, where somebody wants to see them. */
  watched: ArrivedRow[] | undefined
  setAside: SetAside[]
  /** What an earlier try of the same range left in the store; absent where there was none. */
  first: FirstTry | undefined
  /** Fingerprints of rows that it stored and that would not become rows now. */
  stored: bigint[]
  /** Events that it set aside and that would not be set aside now. */
  aside: number
  processed: number
  duplicates: number
  /** Events of people who were erased. */
  erased: number
  /** Events older than their project keeps. */
  expired: number
  /** Events that a step of the operator's own dropped. */
  unwanted: number
  violations: Tally
  /** What the rows add to the catalogue. */
  catalogue: CatalogueTally
  /** What the events say about who is whom. */
  links: Link[]
  /** What they say about users. */
  changes: UserChange[]
  /** What they say about groups. */
  groupChanges: GroupChange[]
}

export interface ChunkOptions extends Refining {
  memory: Memory
  fingerprint: Fingerprint
  /** Whether somebody wants to see rows now. */
  isWatched: () => boolean
}

/** A chunk without records, which take their places in it in the order of the log. */
export const createChunk = (partition: number, first?: FirstTry): Chunk => ({
  partition,
  from: 0,
  to: 0,
  since: Number.MAX_SAFE_INTEGER,
  records: [],
  bytes: 0,
  block: createEventBlock(),
  claims: [],
  watched: undefined,
  setAside: [],
  first,
  stored: [],
  aside: 0,
  processed: 0,
  duplicates: 0,
  erased: 0,
  expired: 0,
  unwanted: 0,
  violations: createTally(),
  catalogue: createCatalogueTally(),
  links: [],
  changes: [],
  groupChanges: [],
})

/** Rows that an earlier try stored of records that the log has no longer. */
export function addStored(chunk: Chunk, { memory }: ChunkOptions): void {
  const met = new Set([...chunk.claims, ...chunk.stored])
  for (const name of chunk.first?.stored ?? []) {
    if (met.has(name) || !memory.claim(name)) continue
    chunk.stored.push(name)
    chunk.processed++
  }
}

/** Never throws. */
export function addRecord(chunk: Chunk, record: LogRecord, options: ChunkOptions): void {
  if (chunk.records.push(record) === 1) chunk.from = record.offset
  chunk.to = record.offset + 1
  chunk.bytes += record.value.length
  const opened = openRecord(record.value, chunk.partition, record.offset)
  chunk.processed += opened.ok ? opened.arrivals.length + opened.erased : record.events
  if (!opened.ok) return void chunk.setAside.push(setAsideRecord(record, chunk.partition, opened))
  chunk.since = Math.min(chunk.since, opened.header.receivedAt)
  chunk.erased += opened.erased
  const outcomes = refine(opened.arrivals, options)
  for (const [at, arrival] of opened.arrivals.entries()) settle(arrival, outcomes[at], chunk, options)
}

function settle(
  arrival: Arrival,
  outcome: Outcome<ArrivedRow> | undefined,
  chunk: Chunk,
  known: ChunkOptions,
): void {
  const rest = chunk.first && outcome && restsAt(arrival, outcome, chunk.first, known.fingerprint)
  if (rest === 'aside') return void chunk.aside++
  if (rest === 'stored') return leave(nameOf(arrival, known.fingerprint), chunk, known)
  if (outcome?.kind === 'drop') return countDropped(chunk, outcome.reason)
  if (outcome?.kind === 'ok' && !claim(outcome.value, chunk, known)) return
  // The steps add to the arrival in place, so it has its violations whichever way it went.
  chunk.violations.add(arrival)
  if (outcome?.kind === 'quarantine') chunk.setAside.push(setAsideEvent(arrival, outcome))
}

export const countDropped = (chunk: Chunk, reason: DropReason): void => void chunk[COUNTED_AS[reason]]++

const COUNTED_AS = {
  duplicate: 'duplicates',
  erased: 'erased',
  expired: 'expired',
  unwanted: 'unwanted',
} as const

/** What is stored already is not stored again, and counts. */
function leave(name: bigint, chunk: Chunk, { memory }: ChunkOptions): void {
  if (memory.claim(name)) chunk.stored.push(name)
  else chunk.duplicates++
}

/** The first to bring an id stores it; whoever comes later is a duplicate. */
function claim(row: ArrivedRow, chunk: Chunk, { memory, fingerprint, isWatched }: ChunkOptions): boolean {
  const name = fingerprint(row.project, row.message_id)
  if (!memory.claim(name)) {
    chunk.duplicates++
    return false
  }
  chunk.claims.push(name)
  chunk.block.add(row)
  chunk.catalogue.add(row)
  if (isWatched()) (chunk.watched ??= []).push(row)
  const link = linkOf(row)
  if (link) chunk.links.push(link)
  addChanges(row, chunk.changes)
  addGroupChanges(row, chunk.groupChanges)
  return true
}
