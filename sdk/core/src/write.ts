/** Writes an event into a row, or says that it is too large to be sent. */
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { byteLength, encode } from './encode.ts'
import type { OutgoingEvent } from './event.ts'
import type { LossReason } from './report.ts'
import { type Row, rowOf } from './row.ts'

/** An event that never came to be, and what a developer should know of it. */
export interface Lost {
  reason: LossReason
  message: string
}

/** An event before its context is put beside it. */
export type Bare = Omit<OutgoingEvent, 'context'>

/** Commas, and the name of the context where it cannot be shared. */
const JOINT_BYTES = 16

/** `base` and `own` are JSON of the context: what the visit shares, and the rest. `onTrimmed` is told what was left out. */
export function write(
  event: Bare,
  base: string,
  own: string,
  onTrimmed: (event: string, names: string[]) => void,
): Row | Lost {
  const name = event.event || event.type
  const text = encode(event, (names) => onTrimmed(name, names))
  const bytes = byteLength(text) + byteLength(own) + JOINT_BYTES
  if (text && bytes <= MAX_EVENT_BYTES) return rowOf(event.messageId, text, base, own, bytes)
  return { reason: 'event_too_large', message: name }
}

/** What went wrong, in words: anything may be thrown, what refuses to become text included. */
export function wordsOf(error: unknown): string {
  try {
    return String(error)
  } catch {
    return ''
  }
}
