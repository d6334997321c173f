/** Makes an event into a row: who, when, where, what; then the host's hook; then JSON. */
import type { Context } from './context.ts'
import { join } from './batch.ts'
import { byteLength, encode } from './encode.ts'
import type { BeforeSend, EventOptions, OutgoingEvent } from './event.ts'
import type { Identity } from './identity.ts'
import type { LossReason } from './report.ts'
import { type Row, rowOf } from './row.ts'
import type { Surroundings } from './surroundings.ts'

/** What a verb says of an event; the rest is the same for all. */
export type Said = Pick<OutgoingEvent, 'type'> & Partial<Omit<OutgoingEvent, 'context' | 'timestamp'>>

export interface ComposerNeeds {
  identity: Identity
  surroundings: Surroundings
  sessionAt: (now: number) => string
  /** JSON of the context that stays the same for the visit. */
  base: string
  late: () => string
  makeId: (now: number) => string
  now: () => number
  beforeSend: BeforeSend | undefined
  /** Extensions that change an event in place, before the host's hook sees it. */
  revisions: Iterable<(event: Bare) => void>
  /** Told the names of properties that could not be kept. */
  onTrimmed: (event: string, names: string[]) => void
}

/** Undefined means that the host has vetoed the event; a reason, that it is lost. */
export type Composed = Row | { reason: LossReason; message: string } | undefined

/** An event before its context is put beside it. */
export type Bare = Omit<OutgoingEvent, 'context'>

/** Commas, and the name of the context where it cannot be shared. */
const JOINT_BYTES = 16

export function createComposer(needs: ComposerNeeds): (said: Said, options?: EventOptions) => Composed {
  const { identity, surroundings, base, beforeSend } = needs

  function write(event: Bare, base: string, own: string): Composed {
    try {
      const text = encode(event, (names) => needs.onTrimmed(event.event || event.type, names))
      return rowOf(event.messageId, text, base, own, byteLength(text) + byteLength(own) + JOINT_BYTES)
    } catch (error) {
      const reason = error instanceof RangeError ? 'event_too_large' : 'unserialisable'
      return { reason, message: `${event.event}: ${String(error)}` }
    }
  }
  /** The hook gets a copy of its own, so that nothing it does reaches the next event. */
  function hooked(hook: BeforeSend, event: Bare, own: string): Composed {
    const outgoing = { ...event, context: JSON.parse(join(needs.late(), base, own)) as Context }
    const answer = hook(outgoing)
    if (answer === null || answer === false) return undefined
    const { context, ...rest } = answer || outgoing
    return write(rest, '', JSON.stringify(context || {}))
  }

  return ({ type, ...said }, { timestamp, context } = {}) => {
    const now = needs.now()
    const { value, json } = surroundings.current(needs.sessionAt(now))
    const userId = identity.userId()
    const event: Bare = {
      type,
      messageId: needs.makeId(now),
      anonymousId: identity.anonymousId(),
      ...(userId && { userId }),
      timestamp: (isTime(timestamp) ? timestamp : new Date(now)).toISOString(),
      ...said,
    }
    const own = context ? JSON.stringify({ ...value, ...context }) : json
    try {
      for (const revise of needs.revisions) revise(event)
      return beforeSend ? hooked(beforeSend, event, own) : write(event, base, own)
    } catch (error) {
      // They are there to take out what must not be sent: without them the event may not go.
      return { reason: 'hook_failed', message: String(error) }
    }
  }
}

const isTime = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime())
