/** What an appender may have under way: bounded in records and bytes, refused beyond, waited for at the end. */
import type { AppendOutcome, NewRecord, OnLogEvent } from './port.ts'

export interface InFlight {
  /** Runs `write` unless the log is closed or too much is under way; a failed write is an outcome, not an exception. */
  run(record: NewRecord, write: (record: NewRecord) => Promise<AppendOutcome>): Promise<AppendOutcome>
  /** Why the latest append failed; absent once one has succeeded. */
  readonly failure: string | undefined
  readonly closed: boolean
  /** Refuses what comes from now on and waits for what is under way. */
  close(): Promise<void>
}

export interface InFlightOptions {
  maxInFlightRecords: number
  maxInFlightBytes: number
  onEvent: OnLogEvent
}

const RETRY_AFTER_MS = 1_000

export function createInFlight({ onEvent, ...limits }: InFlightOptions): InFlight {
  const all = new Set<Promise<unknown>>()
  let [records, bytes, closed] = [0, 0, false]
  let failure: string | undefined
  const track = async (
    record: NewRecord,
    write: (record: NewRecord) => Promise<AppendOutcome>,
  ): Promise<AppendOutcome> => {
    records++
    bytes += record.value.length
    try {
      const outcome = await write(record)
      failure = undefined
      return outcome
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
      onEvent({ name: 'append_failed', detail: failure })
      return { outcome: 'unavailable', detail: failure }
    } finally {
      records--
      bytes -= record.value.length
    }
  }
  return {
    async run(record, write) {
      if (closed) return { outcome: 'unavailable', detail: 'the log is closed' }
      if (records >= limits.maxInFlightRecords || bytes >= limits.maxInFlightBytes)
        return { outcome: 'overloaded', retryAfterMs: RETRY_AFTER_MS }
      const writing = track(record, write)
      all.add(writing)
      return writing.finally(() => all.delete(writing))
    },
    get failure() {
      return failure
    },
    get closed() {
      return closed
    },
    async close() {
      closed = true
      await Promise.allSettled(all)
    },
  }
}
