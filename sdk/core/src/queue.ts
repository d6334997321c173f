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
      const known = new Map(rows.map((row) => [row.id, row]))
      const fresh = older.filter((row) => {
        const same = known.get(row.id)
        // Written twice by a page that was going away: both copies are erased with the one that is sent.
        if (same) same.chunks.push(...row.chunks)
        else known.set(row.id, row)
        return !same
      })
      rows.unshift(...fresh)
      bytes = sizeOf(rows)
      return overflow()
    },
    all: () => rows,
    waiting: () => rows.filter(({ sending }) => !sending),
    remove(gone) {
      const set = new Set(gone)
      rows = rows.filter((row) => !set.has(row))
      bytes = sizeOf(rows)
    },
  }
}
