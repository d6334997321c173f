/** Makes an event into a row: who, when, where, what; then the host's hook; then JSON. */
import type { Context } from '@firefly/protocol/wire'
import { join } from './batch.ts'
import { byteLength, encode } from './encode.ts'
import type { BeforeSend, EventOptions, OutgoingEvent } from './event.ts'
import type { Identity } from './identity.ts'
import type { LossReason } from './report.ts'
import type { Row } from './row.ts'
import type { Surroundings } from './surroundings.ts'

/** What a verb says of an event; the rest is the same for all. */
export type Said = Pick<OutgoingEvent, 'type'> & Partial<Omit<OutgoingEvent, 'context' | 'timestamp'>>

export interface ComposerNeeds {
  identity: Identity
  surroundings: Surroundings
  sessionAt: (now: number) => string
  /** JSON of the context that stays the same for the visit. */
  base: string
  makeId: (now: number) => string
  now: () => number
  beforeSend: BeforeSend | undefined
}

/** Why there is no row: vetoed by the host, or lost. */
export type Composed = Row | { reason: LossReason; message: string } | undefined

/** Commas, and the name of the context where it cannot be shared. */
const JOINT_BYTES = 16

export function createComposer(needs: ComposerNeeds): (said: Said, options?: EventOptions) => Composed {
  const { identity, surroundings, base, beforeSend } = needs

  return (said, options = {}) => {
    const now = needs.now()
    const around = surroundings.current(needs.sessionAt(now))
    const { type, ...rest } = said
    const userId = identity.userId()
    const event: Omit<OutgoingEvent, 'context'> = {
      type,
      messageId: needs.makeId(now),
      anonymousId: identity.anonymousId(),
      ...(userId === undefined ? undefined : { userId }),
      timestamp: new Date(isTime(options.timestamp) ? options.timestamp : now).toISOString(),
      ...rest,
    }
    const own = options.context ? JSON.stringify({ ...around.value, ...options.context }) : around.json
    return beforeSend ? hooked(beforeSend, event, base, own) : rowOf(event, base, own)
  }
}

/** The hook gets a copy of its own, so that nothing it does reaches the next event. */
function hooked(
  hook: BeforeSend,
  event: Omit<OutgoingEvent, 'context'>,
  base: string,
  own: string,
): Composed {
  const whole = join(base, own)
  const outgoing: OutgoingEvent = { ...event, context: JSON.parse(whole) as Context }
  let answer: ReturnType<BeforeSend>
  try {
    answer = hook(outgoing)
  } catch (error) {
    // A hook is there to take out what must not be sent: without it the event may not go.
    return { reason: 'hook_failed', message: String(error) }
  }
  if (answer === null || answer === false) return undefined
  const { context, ...rest } = answer ?? outgoing
  const changed = JSON.stringify(context ?? {})
  return changed === whole ? rowOf(rest, base, own) : rowOf(rest, '', changed)
}

function rowOf(event: Omit<OutgoingEvent, 'context'>, base: string, own: string): Composed {
  try {
    const text = encode(event)
    return { id: event.messageId, text, base, own, bytes: byteLength(text) + byteLength(own) + JOINT_BYTES }
  } catch (error) {
    return {
      reason: error instanceof RangeError ? 'event_too_large' : 'unserialisable',
      message: `${event.event ?? event.type}: ${String(error)}`,
    }
  }
}

const isTime = (time: unknown): time is Date => time instanceof Date && !Number.isNaN(time.getTime())
