/**
 * The session of an event, as the SDK says. Where it says none, questions part each person's events by silence: only then is
 * everything there, whatever came late, out of order, or before the person signed in.
 */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Arrival } from '../arrival.ts'

export type InSession = Pick<EventRow, 'session_id'>

/** Empty where none was said. */
export function sessionOf({ context }: Pick<Arrival, 'context'>): InSession {
  const { sessionId } = context
  return { session_id: sessionId === undefined || sessionId === null ? '' : String(sessionId) }
}
