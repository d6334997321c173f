/**
 * Passes over JSON (RFC 8259) byte by byte and makes nothing of it. Every function takes a place and gives the next one, or
 * `NO` where what is there is not what was expected. All in one file, since the engine takes constants of the same file for
 * known, and looks up imported ones each time.
 */
import { createSlab } from '@firefly/event-log/slab'

/** Larger bodies are rare, and left to the schema. */
export const MOST_BYTES = 512 * 1024
const NO = -1
/** Where something is written anew: in the same array, since within one array the engine copies fastest. */
export const WRITTEN_AT = MOST_BYTES + 1
const MOST_WRITTEN_BYTES = 2 * MOST_BYTES
/**
 * One array for all bodies, and a zero behind the body, which ends every loop. Others that read it
 * give it a name of their own, as here.
 */
const bytes = Buffer.alloc(WRITTEN_AT + MOST_WRITTEN_BYTES)
export const loaded = bytes

export function load(body: Uint8Array): void {
  bytes.set(body)
  bytes[body.length] = 0
}

const slab = createSlab()

/** What is looked at, for good, and with room before and behind it. */
export function taken(length: number, room = 0): Buffer {
  const copy = slab.cut(length + 2 * room)
  bytes.copy(copy, room, 0, length)
  return copy
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const U = 0x75
/** What a string does not simply run over: its end, an escape, and what may not be in it (the zero behind the body, too). */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte < 0x20 || byte === QUOTE || byte === BACKSLASH),
)
const marked = (characters: string): Uint8Array => {
  const table = new Uint8Array(256)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}
const BLANKS = marked(' \t\n\r')
const ESCAPES = marked('"\\/bfnrt')
const HEX = marked('0123456789abcdefABCDEF')

/** The place of the next byte that is no blank. */
export function afterBlanks(at: number): number {
  let next = at
  while (BLANKS[bytes[next] as number] === 1) next++
  return next
}

/** The place of the last byte before `at` that is no blank. */
export function beforeBlanks(at: number): number {
  let last = at - 1
  while (BLANKS[bytes[last] as number] === 1) last--
  return last
}

/** From behind the opening quote to the closing one, in a string without escapes. */
export function plainEnd(at: number): number {
  let end = at
  while (STOPS[bytes[end] as number] === 0) end++
  return bytes[end] === QUOTE ? end : NO
}

/** The same for any string. */
export function stringEnd(at: number): number {
  let end = at
  for (;;) {
    while (STOPS[bytes[end] as number] === 0) end++
    const stop = bytes[end]
    if (stop === QUOTE) return end
    if (stop !== BACKSLASH) return NO
    end = afterEscape(end + 1)
    if (end === NO) return NO
  }
}

function afterEscape(at: number): number {
  const escape = bytes[at] as number
  if (ESCAPES[escape] === 1) return at + 1
  if (escape !== U) return NO
  for (let digit = at + 1; digit <= at + 4; digit++) if (HEX[bytes[digit] as number] !== 1) return NO
  return at + 5
}

const COMMA = 0x2c
const COLON = 0x3a
const MINUS = 0x2d
const PLUS = 0x2b
const POINT = 0x2e
const ZERO = 0x30
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
/** Of objects and lists in each other, those around the events included: stricter than the limit within an event. */
const MOST_LEVELS = 16

/** From the first byte of a value to behind its last. `level` is how many objects and lists are around it. */
export function afterValue(at: number, level: number): number {
  const first = bytes[at] as number
  if (first === QUOTE) return afterString(at)
  if (isDigit(first) || first === MINUS) return afterNumber(at)
  if (first === OPEN_BRACE) return afterObject(at, level)
  if (first === OPEN_BRACKET) return afterList(at, level)
  return afterWord(at)
}

function afterString(at: number): number {
  const end = stringEnd(at + 1)
  return end === NO ? NO : end + 1
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9

function afterDigits(at: number): number {
  let next = at
  while (isDigit(bytes[next] as number)) next++
  return next === at ? NO : next
}

function afterNumber(at: number): number {
  const whole = bytes[at] === MINUS ? at + 1 : at
  let next = bytes[whole] === ZERO ? whole + 1 : afterDigits(whole)
  if (next !== NO && bytes[next] === POINT) next = afterDigits(next + 1)
  // 0x20 makes an E of either case a small one.
  if (next === NO || ((bytes[next] as number) | 0x20) !== 0x65) return next
  const sign = bytes[next + 1]
  return afterDigits(sign === MINUS || sign === PLUS ? next + 2 : next + 1)
}

const word = (text: string): Uint8Array => Buffer.from(text)
const [NULL, TRUE, FALSE] = [word('null'), word('true'), word('false')]

export const afterNull = (at: number): number => afterThis(at, NULL)

function afterWord(at: number): number {
  const first = bytes[at]
  return afterThis(at, first === NULL[0] ? NULL : first === TRUE[0] ? TRUE : FALSE)
}

function afterThis(at: number, expected: Uint8Array): number {
  for (let n = 0; n < expected.length; n++) if (bytes[at + n] !== expected[n]) return NO
  return at + expected.length
}

function afterList(at: number, level: number): number {
  if (level >= MOST_LEVELS) return NO
  let next = afterBlanks(at + 1)
  if (bytes[next] === CLOSE_BRACKET) return next + 1
  while (next !== NO) {
    next = afterValue(next, level + 1)
    if (next === NO) return NO
    next = afterBlanks(next)
    if (bytes[next] === CLOSE_BRACKET) return next + 1
    next = afterComma(next)
  }
  return NO
}

let keys = 0
/** How many keys the object had that `afterObject` passed over last. */
export const keysPassed = (): number => keys

export function afterObject(at: number, level: number): number {
  if (level >= MOST_LEVELS) return NO
  let own = 0
  let next = firstKey(at)
  while (next !== NO && bytes[next] !== CLOSE_BRACE) {
    own++
    const end = bytes[next] === QUOTE ? stringEnd(next + 1) : NO
    const value = end === NO ? NO : valueOf(end)
    const behind = value === NO ? NO : afterValue(value, level + 1)
    next = behind === NO ? NO : nextKey(behind)
  }
  keys = own
  return next === NO ? NO : next + 1
}

/** From an opening brace to the first key, or to the closing brace of an empty object. */
export const firstKey = (at: number): number => afterBlanks(at + 1)

/** From the closing quote of a key to its value. */
export function valueOf(at: number): number {
  const colon = afterBlanks(at + 1)
  return bytes[colon] === COLON ? afterBlanks(colon + 1) : NO
}

/** From behind a value to the next key, or to the closing brace. */
export function nextKey(at: number): number {
  const next = afterBlanks(at)
  if (bytes[next] === CLOSE_BRACE) return next
  const key = afterComma(next)
  return key !== NO && bytes[key] === QUOTE ? key : NO
}

export function afterComma(at: number): number {
  return bytes[at] === COMMA ? afterBlanks(at + 1) : NO
}
