/** Makes an event into a row: who, when, where, what; then the host's hook; then JSON. */
import type { Context } from './context.ts'
import { join } from './batch.ts'
import { bagOf, type BeforeSend, type EventOptions, type OutgoingEvent } from './event.ts'
import type { Identity } from './identity.ts'
import type { LossReason } from './report.ts'
import type { Row } from './row.ts'
import type { Surroundings } from './surroundings.ts'
import { type Bare, type Lost, wordsOf, write } from './write.ts'

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

/** Undefined means that the host has vetoed the event. */
export type Composed = Row | Lost | undefined

export function createComposer(needs: ComposerNeeds): (said: Said, options?: EventOptions) => Composed {
  const { identity, surroundings, base, beforeSend } = needs

  /** The hook gets a copy of its own, so that nothing it does reaches the next event. */
  function hooked(hook: BeforeSend, event: Bare, own: string): Composed {
    const outgoing = { ...event, context: JSON.parse(join(needs.late(), base, own)) as Context }
    const answer = hook(outgoing)
    if (answer === null || answer === false) return undefined
    const { context, ...rest } = typeof answer === 'object' ? answer : outgoing
    // Whatever a hook makes of it, it stays this event: a copy must be known for one.
    const { type, messageId } = event
    return write({ ...rest, type, messageId }, '', JSON.stringify(bagOf(context)), needs.onTrimmed)
  }

  return ({ type, ...said }, options) => {
    let reason: LossReason = 'unserialisable'
    try {
      const { timestamp, context } = options || {}
      const now = needs.now()
      const { value, json } = surroundings.current(needs.sessionAt(now))
      const userId = identity.userId()
      const event: Bare = {
        type,
        messageId: needs.makeId(now),
        anonymousId: identity.anonymousId(),
        ...(userId && { userId }),
        timestamp: new Date(Number(timestamp) || now).toISOString(),
        ...said,
      }
      const own = context ? JSON.stringify({ ...value, ...bagOf(context) }) : json
      // Hooks are there to take out what must not be sent: when one throws, the event may not go.
      reason = 'hook_failed'
      for (const revise of needs.revisions) revise(event)
      return beforeSend ? hooked(beforeSend, event, own) : write(event, base, own, needs.onTrimmed)
    } catch (error) {
      return { reason, message: wordsOf(error) }
    }
  }
}
