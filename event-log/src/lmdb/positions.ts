/** Where each group has come to in each partition; offset and note change together or not at all. */
import { join } from 'node:path'
import type { Position } from '../port.ts'
import { openEnvironment } from './environment.ts'
import type { Room } from './room.ts'

export interface Positions {
  get(group: string, partition: number): Position
  /** To be awaited before it is asked: pending while it is opened again after a write that failed. */
  whole(): Promise<void> | undefined
  /** Durable when it resolves. */
  set(group: string, partition: number, position: Position): Promise<void>
  /** The lowest offset that any group still needs; absent when no group ever committed. */
  lowest(partition: number): number | undefined
  close(): Promise<void>
}

const START: Position = { offset: 0, note: '' }

/** Far more than positions ever need: a commit must not wait for room on the disk. */
const ROOM_BYTES = 2 * 1024 * 1024

export async function openPositions(folder: string, room: Room): Promise<Positions> {
  const db = openEnvironment<Position, [string, number]>(folder, 'json')
  await room.take(join(folder, 'data.mdb'), ROOM_BYTES)
  return {
    get: (group, partition) => db.get([group, partition]) ?? START,
    set: (group, partition, position) => db.put([group, partition], position),
    whole: () => db.whole(),
    lowest(partition) {
      const offsets = [...db.getRange()]
        .filter(({ key }) => key[1] === partition)
        .map(({ value }) => value.offset)
      return offsets.length === 0 ? undefined : Math.min(...offsets)
    },
    close: () => db.close(),
  }
}
