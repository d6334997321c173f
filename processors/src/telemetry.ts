/** What the processors report about their work; never who or what was inside. */
import type { Trouble } from '@firefly/clickhouse/errors'
import type { ViolationCode } from '@firefly/protocol/plan/violations'
import type { QuarantineReason } from '@firefly/protocol/verdicts'

export type ProcessorEvent =
  | { name: 'partition_taken'; partition: number; offset: number; replays: boolean; remembered: number }
  | {
      name: 'chunk_stored'
      partition: number
      stored: number
      duplicates: number
      erased: number
      expired: number
      unwanted: number
      seconds: number
    }
  | { name: 'plan_violated'; code: ViolationCode; events: number }
  | { name: 'events_quarantined'; reason: QuarantineReason; events: number }
  | { name: 'store_retried'; partition: number; trouble: Trouble; code: number | undefined; waitMs: number }
  | { name: 'rows_missing'; partition: number; rows: number }
  /** Of a range that was intended and not stored whole: the log dropped them first. */
  | { name: 'records_lost'; partition: number; records: number }
  | { name: 'step_timed'; step: string; milliseconds: number }
  | { name: 'horizon_shortened'; forgotten: number }
export type OnProcessorEvent = (event: ProcessorEvent) => void
