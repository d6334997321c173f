/** What ingest reports about its work; never who or what was inside. */
import type { RejectCode } from '@firefly/protocol/verdicts'
import type { RefusalCode } from './errors.ts'

export type IngestEvent =
  | { name: 'batch_accepted'; project: string; route: string; events: number; bytes: number; seconds: number }
  | { name: 'events_rejected'; project: string; code: RejectCode; events: number }
  | { name: 'request_refused'; route: string; code: RefusalCode }
  | { name: 'request_failed'; route: string; error: unknown }
export type OnIngestEvent = (event: IngestEvent) => void
