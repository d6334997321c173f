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
  let [records, bytes, closed] = [0, 0, false]
  let failure: string | undefined
  let onLanded: () => void = () => undefined
  const land = (size: number): void => {
    records--
    bytes -= size
    if (records === 0) onLanded()
  }
  const failed = (error: unknown): AppendOutcome => {
    failure = error instanceof Error ? error.message : String(error)
    onEvent({ name: 'append_failed', detail: failure })
    return { outcome: 'unavailable', detail: failure }
  }
  return {
    async run(record, write) {
      if (closed) return { outcome: 'unavailable', detail: 'the log is closed' }
      if (records >= limits.maxInFlightRecords || bytes >= limits.maxInFlightBytes)
        return { outcome: 'overloaded', retryAfterMs: RETRY_AFTER_MS }
      const size = record.value.length
      records++
      bytes += size
      try {
        const outcome = await write(record)
        failure = undefined
        return outcome
      } catch (error) {
        return failed(error)
      } finally {
        land(size)
      }
    },
    get failure() {
      return failure
    },
    get closed() {
      return closed
    },
    async close() {
      closed = true
      if (records > 0) await new Promise<void>((resolve) => (onLanded = resolve))
    },
  }
}
