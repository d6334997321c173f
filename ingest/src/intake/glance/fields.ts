/** The fields that events, contexts and batches share, each passed over when it is certainly valid; null counts as not there. */
import { MAX_ID_LENGTH } from '@firefly/protocol/limits'
import { INSTANT_LENGTH, isPlainInstantAt } from '../instant.ts'
import { type Bytes, isNull, nothing, plainText, QUOTE, text, UNSURE } from './scan.ts'

/** Any text, or null. */
export const passText = (bytes: Bytes, at: number): number =>
  isNull(bytes, at) ? nothing(bytes, at) : text(bytes, at)

/** A text of at most `most` units, or null. There are never more units than bytes. */
export function passShort(bytes: Bytes, at: number, most = MAX_ID_LENGTH): number {
  const end = passText(bytes, at)
  if (end - at - 2 > most) throw UNSURE
  return end
}

/** The same, and not empty where it is there. */
export function passFilled(bytes: Bytes, at: number, most?: number): number {
  const end = passShort(bytes, at, most)
  if (end === at + 2) throw UNSURE
  return end
}

/** Whether there was a text in it, of those that `passShort` passed over. */
export const isFilled = (bytes: Bytes, at: number, end: number): boolean =>
  bytes[at] === QUOTE && end > at + 2

export function passInstant(bytes: Bytes, at: number): number {
  if (isNull(bytes, at)) return nothing(bytes, at)
  const end = plainText(bytes, at)
  if (end - at - 2 !== INSTANT_LENGTH || !isPlainInstantAt(bytes, at + 1)) throw UNSURE
  return end
}

/** What a text from `at` to `end` says; it must be written without a backslash, or be null, which is read as empty. */
export function read(bytes: Bytes, at: number, end: number): string {
  if (isNull(bytes, at)) return ''
  if (plainText(bytes, at) !== end) throw UNSURE
  return Buffer.from(bytes.buffer, bytes.byteOffset + at + 1, end - at - 2).toString('utf8')
}
