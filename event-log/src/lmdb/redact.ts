/**
 * Takes something out of segments that no longer grow. LMDB leaves what it frees in its file, so a segment with anything
 * to take out is written anew beside the old one, takes its place, and the old file goes.
 */
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { OnLogEvent, Redact } from '../port.ts'
import type { Entry } from './entry.ts'
import { PART, rewritten } from './names.ts'
import type { Room } from './room.ts'
import { createSegment, openSegment, type Segment } from './segment.ts'
import type { Segments } from './segments.ts'

export interface RedactOptions {
  folder: string
  partitions: number
  segments: Segments
  change: Redact
  room: Room
  onEvent: OnLogEvent
  /** Aborted when the log closes; what is not done by then is not done. */
  signal: AbortSignal
}

/** Between two turns of the event loop, so that appends and reads go on meanwhile. */
const TURN_BYTES = 2 * 1024 * 1024

/** Resolves with the number of records changed. */
export async function redactSegments(options: RedactOptions): Promise<number> {
  const { segments } = options
  let records = 0
  for (const segment of await segments.settled()) records += await redactSegment(segment, options)
  return records
}

async function redactSegment(segment: Segment, options: RedactOptions): Promise<number> {
  const { onEvent, segments, folder, partitions } = options
  // A put that was begun right before the segment stopped growing has to end first.
  await segment.seal()
  if ((await changesIn(segment, options)) === 0) return 0
  const name = rewritten(segment.name)
  const part = join(folder, `${name}${PART}`)
  await rm(part, { recursive: true, force: true })
  const changed = await copy(segment, part, options)
  await rename(part, join(folder, name))
  const fresh = await openSegment(join(folder, name), partitions, segment.startedAt)
  if (!(await segments.replace(segment, fresh))) await fresh.drop()
  onEvent({ name: 'segment_rewritten', segment: name, records: changed })
  return changed
}

async function changesIn(segment: Segment, options: RedactOptions): Promise<number> {
  let changes = 0
  for await (const entries of turns(segment, options))
    for (const { value } of entries) if (options.change(value) !== undefined) changes++
  return changes
}

/** Resolves with the number of records changed, once the copy is on the disk and closed. */
async function copy(segment: Segment, folder: string, options: RedactOptions): Promise<number> {
  const { room, change } = options
  const bytes = Math.ceil(segment.bytes) + ROOM_BESIDE
  const fresh = await createSegment({ folder, now: segment.startedAt, room, bytes })
  await fresh.begin(segment.heads)
  let changed = 0
  for await (const entries of turns(segment, options)) {
    const writing = entries.map(({ partition, offset, ...entry }) => {
      const value = change(entry.value)
      if (value !== undefined) changed++
      return fresh.put(partition, offset, { ...entry, value: value ?? entry.value })
    })
    await Promise.all(writing)
  }
  await fresh.seal()
  return changed
}

const ROOM_BESIDE = 512 * 1024

type Placed = Entry & { partition: number; offset: number }

async function* turns(segment: Segment, { signal }: RedactOptions): AsyncGenerator<Placed[]> {
  for (const [partition, { first, last }] of segment.bounds)
    for (let from = first; from <= last; ) {
      signal.throwIfAborted()
      const entries = segment.range(partition, from, last + 1, TURN_BYTES)
      if (entries.length === 0) break
      yield entries.map((entry) => ({ ...entry, partition }))
      from = (entries.at(-1)?.offset ?? last) + 1
      await nextTurn()
    }
}
