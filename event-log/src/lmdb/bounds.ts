/** Which records a segment holds of each partition, and where each partition had come to when it began. */
import { decodeEntry } from './entry.ts'
import type { Environment } from './environment.ts'

export type Key = [partition: number, offset: number]

/** What a segment holds of one partition. */
export interface Bounds {
  first: number
  last: number
  /** Total events of the partition after `last`. */
  total: number
}

/** Where a partition has come to: its next offset, and its total of events. */
export interface Head {
  offset: number
  total: number
}

export type Heads = ReadonlyMap<number, Head>

type Readable = Pick<Environment<Buffer, Key>, 'get' | 'getRange'>

/** Before all partitions. */
export const HEADS_KEY: Key = [-1, 0]
export const encodeHeads = (heads: Heads): Buffer => Buffer.from(JSON.stringify([...heads]))

/** None in a segment of before they were written down. */
export function readHeads(db: Readable): Heads {
  const bytes = db.get(HEADS_KEY)
  return new Map(bytes ? (JSON.parse(bytes.toString()) as [number, Head][]) : [])
}

export interface Span extends Bounds {
  /** Unix milliseconds of the first and the last record. */
  startedAt: number
  endedAt: number
}

/** `undefined` where there is no record of the partition. */
export function readSpan(db: Readable, partition: number): Span | undefined {
  const [lowest, highest]: [Key, Key] = [
    [partition, 0],
    [partition, Number.MAX_SAFE_INTEGER],
  ]
  const [first] = [...db.getRange({ start: lowest, end: highest, limit: 1 })]
  const [last] = [...db.getRange({ start: highest, end: [partition, -1], reverse: true, limit: 1 })]
  if (!first || !last) return undefined
  const [from, to] = [decodeEntry(first.key[1], first.value), decodeEntry(last.key[1], last.value)]
  return {
    first: from.offset,
    last: to.offset,
    total: to.total,
    startedAt: from.appendedAt,
    endedAt: to.appendedAt,
  }
}
