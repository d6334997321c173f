/** What a server says of an event: whose it is, every time, since it speaks for many. */
import { bagOf, type BeforeSend, type OutgoingEvent } from '@firefly/core/event'
import { idOf } from '@firefly/core/identity'
import type { LossReason } from '@firefly/core/report'
import { encode } from '@firefly/core/encode'
import { withContext } from '@firefly/core/batch'
import { bytesOf } from '@firefly/core/row'
import { MAX_EVENT_BYTES, MAX_NAME_LENGTH } from '@firefly/protocol/limits'

/** At least one of the two. */
export type Whose =
  | { userId: string | number; anonymousId?: string | number | undefined }
  | { anonymousId: string | number; userId?: string | number | undefined }

/** What may differ from now and here. */
export interface Moment {
  /** When it happened. Default: now. */
  timestamp?: Date | undefined
  /** Give your own, stable over your retries, and the event is stored once. Default: made here. */
  messageId?: string | undefined
  /** What surrounds it: the user's `userAgent`, `ip`-free page, `sessionId`, `locale` and so on. */
  context?: OutgoingEvent['context'] | undefined
}

type Id = string | number | undefined

/** What all verbs have in common once their types are checked. */
export interface Message
  extends Moment,
    Partial<Pick<OutgoingEvent, 'type' | 'event' | 'properties' | 'traits'>> {
  userId?: Id
  anonymousId?: Id
  previousId?: Id
  groupId?: Id
}

export interface WriterNeeds {
  now: () => number
  makeId: (now: number) => string
  beforeSend: BeforeSend | undefined
  onTrimmed: (event: string, names: string[]) => void
}

/** An event as JSON, and JSON of its own context, as the courier takes them. */
export interface Written {
  text: string
  own: string
}

/** An event that never came to be, and what a developer should know of it. */
export interface Lost {
  reason: LossReason
  message: string
}

/** The body around the event needs room as well. */
const MOST_BYTES = MAX_EVENT_BYTES - 1024

/** Undefined when the hook has vetoed it. */
export function createWriter(needs: WriterNeeds): (message: Message) => Written | Lost | undefined {
  const { now, makeId, beforeSend } = needs
  return (message) => {
    const event = eventOf(message, now(), makeId)
    if (!event) return { reason: 'invalid_id', message: 'expected userId or anonymousId, not empty' }
    if (event.type === 'track') {
      const name = nameOf(event.event, needs.onTrimmed)
      if (!name) return { reason: 'invalid_name', message: 'event: expected a text, not empty' }
      event.event = name
    }
    let reason: LossReason = 'hook_failed'
    try {
      const hooked = beforeSend ? beforeSend(event) : event
      if (hooked === null || hooked === false) return undefined
      reason = 'unserialisable'
      const last = hooked || event
      const names: string[] = []
      const own = JSON.stringify(Object(last.context))
      const text = withContext(encode(last, names), own)
      const name = event.event || event.type
      if (bytesOf(text) > MOST_BYTES) return { reason: 'event_too_large', message: name }
      if (names.length > 0) needs.onTrimmed(name, names)
      return { text, own }
    } catch (error) {
      return { reason, message: wordsOf(error) }
    }
  }
}

/** The name at its longest; empty when it is none. */
function nameOf(name: unknown, onTrimmed: WriterNeeds['onTrimmed']): string {
  if (typeof name !== 'string') return ''
  const cut = name.slice(0, MAX_NAME_LENGTH)
  if (cut !== name) onTrimmed(cut, ['event'])
  return cut
}

function eventOf(message: Message, now: number, makeId: (now: number) => string): OutgoingEvent | undefined {
  const { timestamp, messageId, context = {}, userId, anonymousId, previousId, groupId, ...said } = message
  const { properties, traits } = said
  const ids = { userId, anonymousId, previousId, groupId }
  const known = Object.entries(ids).map(([name, id]) => [name, idOf(id)] as const)
  if (known.some(([name, id]) => ids[name as keyof typeof ids] !== undefined && !id)) return undefined
  if (!idOf(userId) && !idOf(anonymousId)) return undefined
  const at = timestamp instanceof Date && !Number.isNaN(timestamp.getTime()) ? timestamp : new Date(now)
  return {
    type: 'track',
    messageId: idOf(messageId) || makeId(now),
    ...Object.fromEntries(known.filter(([, id]) => id)),
    timestamp: at.toISOString(),
    ...said,
    ...(properties && { properties: bagOf(properties) }),
    ...(traits && { traits: bagOf(traits) }),
    context,
  } as OutgoingEvent
}

/** What went wrong, in words: anything may be thrown, what refuses to become text included. */
export function wordsOf(error: unknown): string {
  try {
    return String(error)
  } catch {
    return ''
  }
}
