/** What a server says of an event: whose it is, every time, since it speaks for many. */
import { byteLength, encode } from '@firefly/core/encode'
import type { BeforeSend, OutgoingEvent } from '@firefly/core/event'
import { idOf } from '@firefly/core/identity'
import type { LossReason } from '@firefly/core/report'
import { type Row, rowOf } from '@firefly/core/row'
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'

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
  /** JSON of the context that every event of this process shares. */
  base: string
  now: () => number
  makeId: (now: number) => string
  beforeSend: BeforeSend | undefined
  onTrimmed: (event: string, names: string[]) => void
}

/** Undefined when the hook has vetoed it; a reason when it is lost. */
export type Written = Row | { reason: LossReason; message: string } | undefined

/** Commas, and the name of the context where it cannot be shared. */
const JOINT_BYTES = 16

export function createWriter(needs: WriterNeeds): (message: Message) => Written {
  const { base, now, makeId, beforeSend } = needs
  return (message) => {
    const event = eventOf(message, now(), makeId)
    if (!event) return { reason: 'invalid_id', message: 'expected userId or anonymousId, not empty' }
    if (event.type === 'track') {
      const name = nameOf(event.event, needs.onTrimmed)
      if (!name) return { reason: 'invalid_name', message: 'event: expected a text, not empty' }
      event.event = name
    }
    try {
      const hooked = beforeSend ? beforeSend(event) : event
      if (hooked === null || hooked === false) return undefined
      return write(hooked || event, base, needs.onTrimmed)
    } catch (error) {
      return { reason: 'hook_failed', message: String(error) }
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

function write(
  { context, ...event }: OutgoingEvent,
  base: string,
  onTrimmed: WriterNeeds['onTrimmed'],
): Written {
  try {
    const text = encode(event, (names) => onTrimmed(event.event || event.type, names))
    const own = JSON.stringify(context)
    return rowOf(event.messageId, text, base, own, byteLength(text) + byteLength(own) + JOINT_BYTES)
  } catch (error) {
    const reason = error instanceof RangeError ? 'event_too_large' : 'unserialisable'
    return { reason, message: `${event.event || event.type}: ${String(error)}` }
  }
}

function eventOf(message: Message, now: number, makeId: (now: number) => string): OutgoingEvent | undefined {
  const { timestamp, messageId, context = {}, userId, anonymousId, previousId, groupId, ...said } = message
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
    context,
  } as OutgoingEvent
}
