/** The session of an event: the SDK's own, else one that lasts until 30 minutes of silence of that device. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import type { Arrival } from '../arrival.ts'

export type InSession = Pick<EventRow, 'session_id'>
type Needs = Pick<Arrival, 'context'> & Pick<EventRow, 'project' | 'user_id' | 'anonymous_id' | 'time'>

interface Open {
  id: string
  first: number
  last: number
}

/** Derives sessions for up to `maxDevices` devices at a time; the one silent for longest is forgotten first. */
export function createSessions(maxDevices: number): (input: Needs) => InSession {
  const open = new Map<string, Open>()
  return (input) => {
    const given = input.context.sessionId
    if (given !== undefined && given !== null && given !== '') return { session_id: String(given) }
    const device = `${input.project}\n${input.anonymous_id || input.user_id}`
    const session = continued(open.get(device), input.time) ?? begun(input)
    open.delete(device)
    open.set(device, session)
    if (open.size > maxDevices) open.delete(open.keys().next().value ?? '')
    return { session_id: session.id }
  }
}

/** An event within 30 minutes of either end of the session belongs to it, so order of arrival matters little. */
function continued(session: Open | undefined, time: number): Open | undefined {
  if (!session || time < session.first - SESSION_IDLE_MS || time > session.last + SESSION_IDLE_MS)
    return undefined
  return { id: session.id, first: Math.min(session.first, time), last: Math.max(session.last, time) }
}

const begun = ({ anonymous_id, user_id, time }: Needs): Open => ({
  id: `${anonymous_id || user_id}~${time.toString(36)}`,
  first: time,
  last: time,
})
