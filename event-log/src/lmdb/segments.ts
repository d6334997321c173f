/** The segments of a log in order: the last one grows, the others only wait to be read and then dropped whole. */
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LogRecord, OnLogEvent } from '../port.ts'
import { createAhead } from './ahead.ts'
import type { Head, Heads } from './bounds.ts'
import { numberOf, wholeSegments } from './names.ts'
import type { Room } from './room.ts'
import { createSegment, openSegment, type Segment } from './segment.ts'

/** Beside the records: the tree over them, and pages that a commit replaces. */
const slack = (segmentBytes: number): number => Math.max(512 * 1024, segmentBytes / 8)
const ASK_AGAIN_MS = 250

export interface SegmentsOptions {
  folder: string
  partitions: number
  /** A segment is closed once it holds so many bytes … */
  segmentBytes: number
  /** … or its first record is so old. */
  segmentMs: number
  room: Room
  clock: () => number
  onEvent: OnLogEvent
}

export interface Segments {
  /**
   * The segment that takes records now; absent when it is full, and while it makes place for the next. Asked for when it
   * is half full, the next one is begun.
   */
  readonly growing: Segment | undefined
  /** Begins the next segment, or joins in waiting for it; resolves after the old one is complete. */
  roll(): Promise<Segment>
  /** Next offset and event total of a partition. */
  head(partition: number): Head
  /** Events of a partition below `offset`. */
  totalBefore(partition: number, offset: number): number
  /** To be awaited before anything is read: pending while the growing segment is opened again after a write that failed. */
  whole(): Promise<void> | undefined
  read(partition: number, from: number, until: number, maxBytes: number): LogRecord[]
  readonly list: readonly Segment[]
  /** The segments that no longer grow, which by then hold everything appended so far. */
  settled(): Promise<Segment[]>
  /** Puts another segment with the same records in the place of one; false when that one is there no more. */
  replace(old: Segment, by: Segment): Promise<boolean>
  drop(segment: Segment, reason: 'size' | 'age'): Promise<void>
  close(): Promise<void>
}

export async function openSegments(options: SegmentsOptions): Promise<Segments> {
  const { folder, partitions, room, clock, onEvent } = options
  await mkdir(folder, { recursive: true })
  const list = await openAll(options)
  // The one that was growing gives back what it had taken; the next record begins a new one.
  await list.at(-1)?.seal()
  let growing: Segment | undefined
  let rolling: Promise<Segment> | undefined
  let retiring: Promise<void> = Promise.resolve()
  /** While one segment makes place for another nothing is given to the old one, full or not. */
  let isRolling = false
  const isFull = ({ bytes, startedAt, bounds }: Segment): boolean =>
    bounds.size > 0 && (bytes >= options.segmentBytes || clock() - startedAt >= options.segmentMs)
  const make = (): Promise<Segment> => {
    const name = String(numberOf(list.at(-1)?.name ?? '0') + 1).padStart(12, '0')
    const bytes = Math.ceil(options.segmentBytes + slack(options.segmentBytes))
    return createSegment({ folder: join(folder, name), now: clock(), room, bytes })
  }
  const ahead = createAhead(make, ASK_AGAIN_MS)
  const head = (partition: number): Head => headOf(list, partition)
  const heads = (): Heads => new Map(Array.from({ length: partitions }, (_, id) => [id, head(id)] as const))
  const roll = async (): Promise<Segment> => {
    const segment = await ahead.take()
    try {
      // Whoever was given the old one in this turn of the event loop has begun to write to it by the next.
      await nextTurn()
      // A reader takes the first segment that reaches its offset, so the old one has to be complete before the new one begins.
      await growing?.settled()
      await segment.begin(heads())
    } catch (error) {
      await segment.drop()
      throw error
    }
    segment.startedAt = clock()
    if (growing) retire(growing)
    list.push(segment)
    growing = segment
    onEvent({ name: 'segment_opened', segment: segment.name })
    return segment
  }
  /** Nobody waits for what it still has to do. */
  const retire = (segment: Segment): void => {
    const failed = (error: unknown): void => {
      if (list.includes(segment)) onEvent({ name: 'retention_failed', detail: String(error) })
    }
    retiring = Promise.all([retiring, segment.seal().catch(failed)]).then(() => undefined)
  }
  const startRoll = (): Promise<Segment> => {
    if (rolling) return rolling
    isRolling = true
    rolling = roll().finally(() => {
      isRolling = false
      if (growing && !isFull(growing)) rolling = undefined
      // A disk without room is asked again, but not by every record that waits for it.
      else setTimeout(() => (rolling = undefined), ASK_AGAIN_MS).unref()
    })
    return rolling
  }
  return {
    list,
    get growing() {
      if (!growing || isRolling || isFull(growing)) return undefined
      if (growing.bytes >= options.segmentBytes / 2) ahead.begin()
      return growing
    },
    roll: startRoll,
    async settled() {
      if (growing && growing.bounds.size > 0) await startRoll()
      return list.filter((segment) => segment !== growing)
    },
    async replace(old, by) {
      const at = list.indexOf(old)
      if (at < 0 || old === growing) return false
      list[at] = by
      await old.drop()
      return true
    },
    head,
    totalBefore(partition, offset) {
      const before = segmentOf(list, partition, offset - 1)?.get(partition, offset - 1)
      if (before) return before.total
      const next = segmentOf(list, partition, offset)?.get(partition, offset)
      return next ? next.total - next.events : head(partition).total
    },
    whole: () => growing?.whole(),
    read(partition, from, until, maxBytes) {
      const segment = segmentOf(list, partition, from)
      return segment?.range(partition, from, until, maxBytes) ?? []
    },
    async drop(segment, reason) {
      const at = list.indexOf(segment)
      if (at < 0) return
      list.splice(at, 1)
      const records = [...segment.bounds.values()].reduce((sum, { first, last }) => sum + last - first + 1, 0)
      await segment.drop()
      onEvent({ name: 'segment_dropped', segment: segment.name, records, reason })
    },
    async close() {
      await Promise.all([retiring, ahead.drop(), growing?.seal()])
      await Promise.all(list.map((segment) => segment.close()))
    },
  }
}

/** The first segment that holds `offset` or anything after it. */
const segmentOf = (list: readonly Segment[], partition: number, offset: number): Segment | undefined =>
  list.find(({ bounds }) => (bounds.get(partition)?.last ?? -1) >= offset)

/** Of all that was ever appended, also of what is dropped by now. */
function headOf(list: readonly Segment[], partition: number): Head {
  for (const { bounds, heads } of list.toReversed()) {
    const found = bounds.get(partition)
    if (found) return { offset: found.last + 1, total: found.total }
    const before = heads.get(partition)
    if (before) return before
  }
  return { offset: 0, total: 0 }
}

/** Removes those that were made and never took a record. */
async function openAll({ folder, partitions, clock }: SegmentsOptions): Promise<Segment[]> {
  const list: Segment[] = []
  for (const name of await wholeSegments(folder)) {
    const path = join(folder, name)
    const segment = (await isBegun(path)) ? await openSegment(path, partitions, clock()) : undefined
    if (segment && segment.bounds.size + segment.heads.size > 0) list.push(segment)
    else await rm(path, { recursive: true })
  }
  return list
}

/** Its file has room before it has a size. */
async function isBegun(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'data.mdb'))).size > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
