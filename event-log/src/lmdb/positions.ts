/** Where each group has come to in each partition; offset and note change together or not at all. */
import { open, type RootDatabase } from 'lmdb'
import type { Position } from '../port.ts'

export interface Positions {
  get(group: string, partition: number): Position
  /** Durable when it resolves. */
  set(group: string, partition: number, position: Position): Promise<void>
  /** The lowest offset that any group still needs; absent when no group ever committed. */
  lowest(partition: number): number | undefined
  close(): Promise<void>
}

const START: Position = { offset: 0, note: '' }

export function openPositions(folder: string): Positions {
  const db: RootDatabase<Position, [string, number]> = open({
    path: folder,
    encoding: 'json',
    overlappingSync: false,
  })
  return {
    get: (group, partition) => db.get([group, partition]) ?? START,
    set: async (group, partition, position) => void (await db.put([group, partition], position)),
    lowest(partition) {
      const offsets = [...db.getRange()]
        .filter(({ key }) => key[1] === partition)
        .map(({ value }) => value.offset)
      return offsets.length === 0 ? undefined : Math.min(...offsets)
    },
    close: () => db.close(),
  }
}
