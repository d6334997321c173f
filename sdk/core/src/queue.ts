/** The bounded queue of unsent events. Memory is the truth while the page lives; the journal is for after. */
import { type Row, sizeOf } from './row.ts'

export interface QueueLimits {
  maxQueueEvents: number
  maxQueueBytes: number
}

export interface Queue {
  /** Adds at the end; returns the oldest rows that had to make room. */
  add: (row: Row) => Row[]
  /** Adds rows of earlier visits in front; those already here are passed over. Returns what had to make room. */
  addOlder: (rows: readonly Row[]) => Row[]
  /** All rows, oldest first. */
  all: () => readonly Row[]
  /** Those that are in no request. */
  waiting: () => Row[]
  remove: (rows: readonly Row[]) => void
}

export function createQueue({ maxQueueEvents, maxQueueBytes }: QueueLimits): Queue {
  let rows: Row[] = []
  let bytes = 0

  const hold = (held: Row[]): Row[] => {
    rows = held
    bytes = sizeOf(rows)
    return overflow()
  }
  const overflow = (): Row[] => {
    const gone: Row[] = []
    while (rows.length > maxQueueEvents || bytes > maxQueueBytes) {
      // What is in a request is spared: it is likely to be gone in a moment.
      const oldest = rows.findIndex(({ sending }) => !sending)
      if (oldest < 0) break
      const out = rows.splice(oldest, 1)
      bytes -= sizeOf(out)
      gone.push(...out)
    }
    return gone
  }
  return {
    add(row) {
      rows.push(row)
      bytes += row.bytes
      return overflow()
    },
    addOlder(older) {
      const known = new Set(rows.map(({ id }) => id))
      return hold(older.filter(({ id }) => !known.has(id)).concat(rows))
    },
    all: () => rows,
    waiting: () => rows.filter(({ sending }) => !sending),
    remove(gone) {
      const ids = new Set(gone.map(({ id }) => id))
      hold(rows.filter(({ id }) => !ids.has(id)))
    },
  }
}
