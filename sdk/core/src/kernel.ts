/** What all trackers are made of: who is here, sessions, the courier, and the way of an event from a verb to it. */
import { MAX_EVENT_BYTES, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { withContext } from './batch.ts'
import { createCourier } from './courier.ts'
import { encode } from './encode.ts'
import { bagOf, type EventOptions, type OutgoingEvent } from './event.ts'
import { createIdentity, type Identity, idOf } from './identity.ts'
import { messageId } from './message-id.ts'
import type { Destination } from './options.ts'
import type { Platform } from './platform.ts'
import type { Courier } from './queue.ts'
import type { LossReason, Reporting } from './report.ts'
import { bytesOf } from './row.ts'
import { createSessions } from './session.ts'

/** What a verb says of an event; the rest is the same for all. */
export type Said = Pick<OutgoingEvent, 'type'> & Partial<Omit<OutgoingEvent, 'context' | 'timestamp'>>

/** Captures an event; the bags are merged into its properties, or the traits of `identify`, later ones win. */
export type Tell = (said: Said, options?: EventOptions, ...bags: unknown[]) => void

export interface KernelNeeds
  extends Reporting,
    Pick<Platform, 'now' | 'after' | 'random' | 'shelf' | 'ownership' | 'state' | 'place' | 'late' | 'send'> {
  options: Destination
  /** JSON of the context that stays the same for the visit; empty when every event brings its own whole. */
  base: string
  /** Has the last word on an event, which is its own to change; undefined when it must not be sent. */
  finish: (event: OutgoingEvent) => OutgoingEvent | undefined
}

/** What verbs and extensions need of it. */
export interface Voice {
  visitor: Omit<Identity, 'refresh'>
  /** The session of now. */
  sessionId: () => string
  /** From here on it is one that somebody else has begun. */
  joinSession: (id: string) => void
  tell: Tell
  /** An event that never came to be. */
  lose: (reason: LossReason, message?: string) => void
  /** A usable name, or none and the event is lost. */
  nameOf: (name: unknown) => string
  /** A usable id, or none and the event is lost. */
  idFor: (id: unknown) => string
  /** A new device id and session. */
  reset: () => void
}

export interface Kernel extends Voice {
  visitor: Identity
  courier: Courier
}

/** The body around the event needs room as well. */
const MOST_BYTES = MAX_EVENT_BYTES - 1024

export function createKernel(needs: KernelNeeds): Kernel {
  const { now, random, state, report, takeLosses, finish } = needs
  const makeId = (at: number): string => messageId(at, random)
  const newId = (): string => makeId(now())
  const visitor = createIdentity(state, newId)
  const sessions = createSessions(state, makeId)
  const courier = createCourier({
    ...needs,
    makeOwner: newId,
    onDelivered() {
      const lost = takeLosses()
      if (lost) tell({ type: 'track', event: '$dropped' }, undefined, lost)
    },
  })
  const lose: Kernel['lose'] = (reason, message) => report({ kind: 'dropped', reason, count: 1, message })
  const tell: Tell = (said, options, ...bags) => {
    const { type, event: name = type } = said
    const names: string[] = []
    try {
      const at = now()
      const { timestamp, context } = Object(options) as EventOptions
      const event: OutgoingEvent = {
        messageId: makeId(at),
        anonymousId: visitor.anonymousId(),
        userId: visitor.userId() as string,
        timestamp: new Date(Number(timestamp) || at).toISOString(),
        [type === 'identify' ? 'traits' : 'properties']:
          bags.length > 0 ? Object.assign({}, ...bags.map(bagOf)) : undefined,
        ...said,
        context: { sessionId: sessions.touch(at), ...needs.place(), ...context },
      }
      const finished = finish(event)
      if (!finished) return
      const own = JSON.stringify(finished.context)
      const text = withContext(encode(finished, names), own)
      const size = bytesOf(text)
      if (size > MOST_BYTES) return lose('event_too_large', name)
      courier.add(text, own, size)
      if (names[0]) report({ kind: 'trimmed', event: name, names })
    } catch {
      lose('unserialisable', name)
    }
  }
  return {
    visitor,
    courier,
    sessionId: () => sessions.touch(now()),
    joinSession: (id) => void sessions.touch(now(), id),
    tell,
    lose,
    nameOf(name) {
      const cut = typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : ''
      if (!cut) lose('invalid_name')
      else if (cut !== name) report({ kind: 'trimmed', event: cut, names: ['event'] })
      return cut
    },
    idFor: (id) => idOf(id) || (lose('invalid_id'), ''),
    reset() {
      visitor.reset()
      sessions.endSession()
    },
  }
}
