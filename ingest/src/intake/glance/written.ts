/** Where a glance writes what becomes of the events it passes over; cut out in the end. */
import { createSlab } from '@firefly/event-log/slab'
import { loaded, WRITTEN_AT } from './json.ts'

// As constants of this file the engine knows them.
const bytes = loaded
const BEGIN = WRITTEN_AT
const END = loaded.length
/** Up to here a loop is faster than a call. */
const SHORT_BYTES = 32

let place = BEGIN
let isFull = false

export function beginWriting(): void {
  place = BEGIN
  isFull = false
}

/** How far it is written. */
export const placeWritten = (): number => place

/** Forgets what was written since. */
export function writeFrom(earlier: number): void {
  place = earlier
}

/** What stands there in the body. */
export function copy(from: number, to: number): void {
  const end = place + to - from
  if (end > END) isFull = true
  else {
    if (to - from > SHORT_BYTES) bytes.copyWithin(place, from, to)
    else for (let at = from, next = place; at < to; ) bytes[next++] = bytes[at++] as number
    place = end
  }
}

export function write(text: Uint8Array): void {
  const length = text.length
  const end = place + length
  if (end > END) isFull = true
  else {
    if (length > SHORT_BYTES) bytes.set(text, place)
    else for (let at = 0; at < length; at++) bytes[place + at] = text[at] as number
    place = end
  }
}

/** A text of ASCII characters alone. */
export function writeAscii(text: string): void {
  const end = place + text.length
  if (end > END) isFull = true
  else {
    bytes.write(text, place, 'latin1')
    place = end
  }
}

const slab = createSlab()

/** All of it, for good; `undefined` where it was too much. */
export function written(): Uint8Array | undefined {
  if (isFull) return undefined
  const whole = slab.cut(place - BEGIN)
  bytes.copy(whole, 0, BEGIN, place)
  return whole
}
