/** What a step of the operator's own is: a module whose default export is one of these. */
import type { EventRow } from '@firefly/clickhouse/tables/events'

/** Fields that say which event it is and whose; a step may read them. */
export const OURS = ['project', 'message_id', 'received_at', 'log_partition', 'log_offset', 'place'] as const
type Ours = (typeof OURS)[number]

/** An event as it is going to be stored. Texts stay texts, `properties` holds texts only; times are Unix milliseconds. */
export type OwnEvent = Readonly<Pick<EventRow, Ours>> & Omit<EventRow, Ours>

/** Nothing: the event goes on as the step left it. Otherwise it is not stored, counted, or set aside with the words given. */
export type OwnOutcome = void | { drop: true } | { quarantine: string }

export interface OwnStep {
  /** Under which its time is told and its failures are found. */
  name: string
  /**
   * Changes the event in place, at once: what it needs from elsewhere it gets when the module loads, or by a timer.
   * When it throws, takes too long, or leaves something that cannot be stored, this one event is set aside.
   */
  run(event: OwnEvent): OwnOutcome
}
