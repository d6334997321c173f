/** A segment: one LMDB environment that holds a stretch of every partition and is deleted whole, since its file never shrinks. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Bounds, encodeHeads, type Heads, HEADS_KEY, type Key, readHeads, readSpan } from './bounds.ts'
import { decodeEntry, type Entry, encodeEntry } from './entry.ts'
import { type Environment, openEnvironment } from './environment.ts'
import { restingEnvironment } from './resting.ts'
import { giveBack, type Room } from './room.ts'

type Stored = ReturnType<typeof decodeEntry>

export interface Segment {
  readonly name: string
  readonly bounds: Map<number, Bounds>
  /** Where partitions had come to when it began: what is known of them once all that came before is dropped. */
  heads: Heads
  /** Unix milliseconds of its first and latest record. */
  startedAt: number
  endedAt: number
  bytes: number
  /** Durable when it resolves; to be awaited before anything is put. */
  begin(heads: Heads): Promise<void>
  /** Durable when it resolves. */
  put(partition: number, offset: number, entry: Entry): Promise<void>
  get(partition: number, offset: number): Stored | undefined
  /** Records in order from `from`, before `until`, ending after the one that reaches `maxBytes`. */
  range(partition: number, from: number, until: number, maxBytes: number): Stored[]
  /** To be awaited before it is read: pending while it is opened again after a write that failed. */
  whole(): Promise<void> | undefined
  /** Waits for every put begun so far. */
  settled(): Promise<void>
  /** Waits for every put begun so far, and gives back the room that is left; it takes no more, and is opened only to be read. */
  seal(): Promise<void>
  close(): Promise<void>
  drop(): Promise<void>
}

export interface NewSegment {
  folder: string
  /** Unix milliseconds. */
  now: number
  room: Room
  /** Most bytes of disk it may come to use; taken from the disk at once. */
  bytes: number
}

/** Makes one that takes records. Rejects, and leaves nothing behind, when there is no room for it. */
export async function createSegment({ folder, now, room, bytes }: NewSegment): Promise<Segment> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(dataIn(folder), '')
    await room.take(dataIn(folder), bytes)
    return segmentOver(folder, now, openEnvironment<Buffer, Key>(folder, 'binary'))
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Finds what the one in `folder` holds of each partition. */
export async function openSegment(folder: string, partitions: number, now: number): Promise<Segment> {
  const segment = segmentOver(folder, now)
  const db = restingEnvironment<Buffer, Key>(folder)
  segment.heads = readHeads(db)
  for (let partition = 0; partition < partitions; partition++) restoreBounds(db, segment, partition)
  await db.close()
  segment.bytes = (await stat(dataIn(folder))).size
  return segment
}

const dataIn = (folder: string): string => `${folder}/data.mdb`

function segmentOver(folder: string, now: number, growing?: Environment<Buffer, Key>): Segment {
  const resting = restingEnvironment<Buffer, Key>(folder)
  let writer = growing
  const reader = (): Pick<typeof resting, 'get' | 'getRange'> => writer ?? resting
  const write = (key: Key, bytes: Buffer): Promise<void> =>
    writer?.put(key, bytes) ?? Promise.reject(new Error(`segment ${folder} is sealed`))
  const segment: Segment = {
    name: basename(folder),
    bounds: new Map(),
    heads: new Map(),
    startedAt: now,
    endedAt: now,
    bytes: 0,
    async begin(heads) {
      await write(HEADS_KEY, encodeHeads(heads))
      segment.heads = heads
    },
    put(partition, offset, { value, events, total, appendedAt }) {
      segment.bytes += onDisk(value.length)
      const bytes = encodeEntry({ value, events, total, appendedAt })
      const extend = (): void => extendBounds(segment, partition, { offset, total, appendedAt })
      return write([partition, offset], bytes).then(extend)
    },
    get(partition, offset) {
      const bytes = reader().get([partition, offset])
      return bytes && decodeEntry(offset, bytes)
    },
    range: (partition, from, until, maxBytes) => readRange(reader(), partition, from, until, maxBytes),
    whole: () => writer?.whole(),
    settled: async () => writer?.settled(),
    async seal() {
      await writer?.settled()
      await stopWriting()
      await giveBack(dataIn(folder))
    },
    async close() {
      await Promise.all([stopWriting(), resting.close()])
    },
    async drop() {
      await segment.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  const stopWriting = async (): Promise<void> => {
    const last = writer
    writer = undefined
    await last?.close()
  }
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

type Readable = Pick<Environment<Buffer, Key>, 'get' | 'getRange'>

function restoreBounds(db: Readable, segment: Segment, partition: number): void {
  const span = readSpan(db, partition)
  if (!span) return
  const { first, last, total, startedAt, endedAt } = span
  segment.bounds.set(partition, { first, last, total })
  segment.startedAt = Math.min(segment.startedAt, startedAt)
  segment.endedAt = endedAt
}

function readRange(db: Readable, partition: number, from: number, until: number, maxBytes: number): Stored[] {
  const records: Stored[] = []
  let bytes = 0
  for (const { key, value } of db.getRange({ start: [partition, from], end: [partition, until] })) {
    records.push(decodeEntry(key[1], value))
    bytes += value.length
    if (bytes >= maxBytes) break
  }
  return records
}
