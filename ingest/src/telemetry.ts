/** What ingest reports about its work; never who or what was inside. */
import type { RejectCode, UnwantedReason } from '@firefly/protocol/verdicts'
import type { RefusalCode } from './errors.ts'

/** Whose wire a request spoke. */
export type DialectName = 'native' | 'segment' | 'rudderstack' | 'posthog' | 'sensors'

/** Why a request of a dialect is answered with success and not kept. */
export type DiscardReason = 'session_replay' | 'sdk_metrics'

export type IngestEvent =
  | {
      name: 'batch_accepted'
      project: string
      route: string
      dialect: DialectName
      events: number
      bytes: number
      /** From request read to counted, and the part of it that the log took; 0 when nothing was appended. */
      seconds: number
      appendSeconds: number
    }
  | {
      name: 'events_rejected'
      project: string
      dialect: DialectName
      code: RejectCode
      events: number
      /** What was answered about the first of them; names fields, never values. */
      message: string
    }
  | { name: 'events_unwanted'; project: string; dialect: DialectName; reason: UnwantedReason; events: number }
  /** Judged and answered like any other, and not stored. */
  | { name: 'events_dry_run'; project: string; dialect: DialectName; events: number }
  | { name: 'request_discarded'; dialect: DialectName; reason: DiscardReason }
  | {
      name: 'request_refused'
      /** Unknown where no key was found. */
      project: string | undefined
      route: string
      dialect: DialectName
      code: RefusalCode
      /** What was answered. */
      message: string
    }
  | { name: 'request_failed'; route: string; error: unknown }
export type OnIngestEvent = (event: IngestEvent) => void
