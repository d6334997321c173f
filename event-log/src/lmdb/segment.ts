/** A segment: one LMDB environment that holds a stretch of every partition and is deleted whole, since its file never shrinks. */
import { rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { decodeEntry, type Entry, encodeEntry } from './entry.ts'
import { type Environment, openEnvironment } from './environment.ts'
import { giveBack, takeRoom } from './room.ts'

type Key = [partition: number, offset: number]
type Stored = ReturnType<typeof decodeEntry>

/** What a segment holds of one partition. */
export interface Bounds {
  first: number
  last: number
  /** Total events of the partition after `last`. */
  total: number
}

export interface Segment {
  readonly name: string
  readonly bounds: Map<number, Bounds>
  /** Unix milliseconds of its first and latest record. */
  startedAt: number
  endedAt: number
  bytes: number
  /** Durable when it resolves. */
  put(partition: number, offset: number, entry: Entry): Promise<void>
  get(partition: number, offset: number): Stored | undefined
  /** Records in order from `from`, before `until`, ending after the one that reaches `maxBytes`. */
  range(partition: number, from: number, until: number, maxBytes: number): Stored[]
  /** To be awaited before it is read: pending while it is opened again after a write that failed. */
  whole(): Promise<void> | undefined
  /** Waits for every put begun so far, and gives back the room that is left. */
  seal(): Promise<void>
  close(): Promise<void>
  drop(): Promise<void>
}

export interface SegmentOptions {
  folder: string
  partitions: number
  /** Unix milliseconds. */
  now: number
  /** Most bytes of disk it may come to use; taken from the disk at once when it is to grow. */
  room?: number
}

/** Opens or creates the environment in `folder` and finds what it holds of each partition. */
export async function openSegment({ folder, partitions, now, room }: SegmentOptions): Promise<Segment> {
  const db = openEnvironment<Buffer, Key>(folder, 'binary')
  const segment: Segment = {
    name: basename(folder),
    bounds: new Map(),
    startedAt: now,
    endedAt: now,
    bytes: 0,
    put(partition, offset, { value, events, total, appendedAt }) {
      segment.bytes += onDisk(value.length)
      const bytes = encodeEntry({ value, events, total, appendedAt })
      const extend = (): void => extendBounds(segment, partition, { offset, total, appendedAt })
      return db.put([partition, offset], bytes).then(extend)
    },
    get(partition, offset) {
      const bytes = db.get([partition, offset])
      return bytes && decodeEntry(offset, bytes)
    },
    range: (partition, from, until, maxBytes) => readRange(db, partition, from, until, maxBytes),
    whole: () => db.whole(),
    async seal() {
      await db.settled()
      await giveBack(`${folder}/data.mdb`)
    },
    close: () => db.close(),
    async drop() {
      await db.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  for (let partition = 0; partition < partitions; partition++) restoreBounds(db, segment, partition)
  const file = `${folder}/data.mdb`
  segment.bytes = (await stat(file)).size
  if (room !== undefined) await takeRoom(file, room)
  return segment
}

const PAGE_BYTES = 4096
/** A large value has pages of its own; small ones share a page that is about two thirds full. */
const onDisk = (bytes: number): number =>
  bytes > PAGE_BYTES / 4 ? Math.ceil((bytes + 64) / PAGE_BYTES) * PAGE_BYTES : bytes * 1.5 + 64

interface Placed extends Pick<Entry, 'total' | 'appendedAt'> {
  offset: number
}

function extendBounds(segment: Segment, partition: number, { offset, total, appendedAt }: Placed): void {
  const known = segment.bounds.get(partition)
  segment.bounds.set(partition, { first: known?.first ?? offset, last: offset, total })
  segment.endedAt = appendedAt
}

function restoreBounds(db: Environment<Buffer, Key>, segment: Segment, partition: number): void {
  const [lowest, highest]: [Key, Key] = [
    [partition, 0],
    [partition, Number.MAX_SAFE_INTEGER],
  ]
  const [first] = [...db.getRange({ start: lowest, end: highest, limit: 1 })]
  const [last] = [...db.getRange({ start: highest, end: [partition, -1], reverse: true, limit: 1 })]
  if (!first || !last) return
  const [from, to] = [decodeEntry(first.key[1], first.value), decodeEntry(last.key[1], last.value)]
  segment.bounds.set(partition, { first: from.offset, last: to.offset, total: to.total })
  segment.startedAt = Math.min(segment.startedAt, from.appendedAt)
  segment.endedAt = to.appendedAt
}

function readRange(
  db: Environment<Buffer, Key>,
  partition: number,
  from: number,
  until: number,
  maxBytes: number,
): Stored[] {
  const records: Stored[] = []
  let bytes = 0
  for (const { key, value } of db.getRange({ start: [partition, from], end: [partition, until] })) {
    records.push(decodeEntry(key[1], value))
    bytes += value.length
    if (bytes >= maxBytes) break
  }
  return records
}
