/** The bounded queue of unsent events. Memory is the truth while the page lives; the journal is for after. */
import type { Row } from './row.ts'

export interface QueueLimits {
  maxQueueEvents: number
  maxQueueBytes: number
}

export interface Queue {
  readonly size: number
  /** Adds at the end; returns the oldest rows that had to make room. */
  add(row: Row): Row[]
  /** Adds rows of earlier visits in front; those already here are passed over. Returns what had to make room. */
  addOlder(rows: readonly Row[]): Row[]
  /** Rows that are in no request, oldest first. */
  waiting(): Row[]
  /** Bytes in requests that have not been answered. */
  sendingBytes(): number
  /** All rows, oldest first. */
  all(): readonly Row[]
  remove(rows: readonly Row[]): void
  clear(): void
}

export function createQueue({ maxQueueEvents, maxQueueBytes }: QueueLimits): Queue {
  let rows: Row[] = []
  let ids = new Set<string>()
  let bytes = 0

  const remove = (gone: ReadonlySet<Row>): void => {
    if (gone.size === 0) return
    rows = rows.filter((row) => !gone.has(row))
    for (const row of gone) if (ids.delete(row.id)) bytes -= row.bytes
  }
  const count = (row: Row): boolean => {
    ids.add(row.id)
    bytes += row.bytes
    return true
  }
  /** What is in a request is spared: it is likely to be gone in a moment. */
  const overflow = (): Row[] => {
    if (rows.length <= maxQueueEvents && bytes <= maxQueueBytes) return []
    const gone = new Set<Row>()
    let left = bytes
    for (const row of rows) {
      if (rows.length - gone.size <= maxQueueEvents && left <= maxQueueBytes) break
      if (row.sending) continue
      gone.add(row)
      left -= row.bytes
    }
    remove(gone)
    return [...gone]
  }
  return {
    get size() {
      return rows.length
    },
    add(row) {
      count(row)
      rows.push(row)
      return overflow()
    },
    addOlder(older) {
      rows = [...older.filter((row) => !ids.has(row.id) && count(row)), ...rows]
      return overflow()
    },
    waiting: () => rows.filter((row) => !row.sending),
    sendingBytes: () => rows.reduce((sum, row) => (row.sending ? sum + row.bytes : sum), 0),
    all: () => rows,
    remove: (gone) => remove(new Set(gone)),
    clear() {
      rows = []
      ids = new Set()
      bytes = 0
    },
  }
}
