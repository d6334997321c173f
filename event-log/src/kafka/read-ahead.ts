/** Brokers send whole batches; what the worker did not ask for yet is kept for its next read. */
import type { LogRecord, ReadRequest } from '../port.ts'

export interface ReadAhead {
  /** Records in order from `from`, before `until`, ending with the one that reaches `maxBytes`. */
  take(request: Pick<ReadRequest, 'from' | 'until' | 'maxBytes'>): LogRecord[]
  /** Replaces what is kept by what was pulled from `from` on. */
  fill(from: number, records: LogRecord[]): void
}

export function createReadAhead(): ReadAhead {
  let kept: LogRecord[] = []
  /** The offset at which `kept` begins, whether there is a record of that offset or not. */
  let start = 0
  return {
    take({ from, until = Number.POSITIVE_INFINITY, maxBytes }) {
      if (from < start) kept = []
      const first = kept.findIndex(({ offset }) => offset >= from)
      if (first < 0 || kept.length === 0) return []
      const end = endOf(kept, first, until, maxBytes)
      const found = kept.slice(first, end)
      kept = kept.slice(end)
      start = (found.at(-1)?.offset ?? from - 1) + 1
      return found
    },
    fill(from, records) {
      kept = records
      start = from
    },
  }
}

function endOf(records: readonly LogRecord[], first: number, until: number, maxBytes: number): number {
  let bytes = 0
  for (let at = first; at < records.length; at++) {
    const record = records[at] as LogRecord
    if (record.offset >= until) return at
    bytes += record.value.length
    if (bytes >= maxBytes) return at + 1
  }
  return records.length
}
