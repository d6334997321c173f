/**
 * Goes over the bytes of a JSON text without making anything of them (RFC 8259). Each function is given where a thing begins and
 * returns where it ends. What they pass over, `JSON.parse` takes; where they cannot be sure they throw `UNSURE`, which means
 * nothing but that somebody else has to look. Plain functions of numbers, because that is what the engine compiles best.
 */
import { MAX_DEPTH } from '@firefly/protocol/limits'

export type Bytes = Uint8Array

class Unsure extends Error {
  override readonly name = 'Unsure'
}
/** One for all: nobody reads where it came from, and a stack costs more than what it ends. */
export const UNSURE = new Unsure('not sure at a glance')

export const QUOTE = 0x22
const [BACKSLASH, COMMA, COLON] = [0x5c, 0x2c, 0x3a]
const [OPEN_BAG, CLOSE_BAG, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]
const [MINUS, PLUS, DOT, ZERO, NINE] = [0x2d, 0x2b, 0x2e, 0x30, 0x39]
const [LOWER_E, UPPER_E, LOWER_U] = [0x65, 0x45, 0x75]

const marked = (...marks: readonly string[]): Uint8Array => {
  const table = new Uint8Array(256)
  for (const mark of marks.join('')) table[mark.charCodeAt(0)] = 1
  return table
}
/** What stands for itself in a string: all but controls, the quote and the backslash. */
const PLAIN = new Uint8Array(256).fill(1, 0x20)
PLAIN[QUOTE] = 0
PLAIN[BACKSLASH] = 0
const ESCAPE = marked('"\\/bfnrt')
const HEX = marked('0123456789abcdefABCDEF')

/** Over spaces, which are rarely there. */
export const past = (bytes: Bytes, at: number): number =>
  (bytes[at] as number) > 0x20 ? at : spaces(bytes, at)

function spaces(bytes: Bytes, start: number): number {
  let at = start
  for (
    let code = bytes[at];
    code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
    code = bytes[at]
  )
    at++
  return at
}

/** A string without a backslash; what it says is between the quotes, one byte from either end. */
export function plainText(bytes: Bytes, start: number): number {
  if (bytes[start] !== QUOTE) throw UNSURE
  let at = start + 1
  while (PLAIN[bytes[at] as number] === 1) at++
  if (bytes[at] !== QUOTE) throw UNSURE
  return at + 1
}

export function text(bytes: Bytes, start: number): number {
  if (bytes[start] !== QUOTE) throw UNSURE
  let at = start + 1
  for (;;) {
    while (PLAIN[bytes[at] as number] === 1) at++
    if (bytes[at] === QUOTE) return at + 1
    at = escape(bytes, at)
  }
}

function escape(bytes: Bytes, at: number): number {
  if (bytes[at] !== BACKSLASH) throw UNSURE
  const code = bytes[at + 1] as number
  if (ESCAPE[code] === 1) return at + 2
  if (code !== LOWER_U) throw UNSURE
  for (let digit = at + 2; digit < at + 6; digit++) if (HEX[bytes[digit] as number] !== 1) throw UNSURE
  return at + 6
}

function number(bytes: Bytes, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start
  at = bytes[at] === ZERO ? at + 1 : digits(bytes, at)
  if (bytes[at] === DOT) at = digits(bytes, at + 1)
  if (bytes[at] !== LOWER_E && bytes[at] !== UPPER_E) return at
  at++
  return digits(bytes, bytes[at] === PLUS || bytes[at] === MINUS ? at + 1 : at)
}

function digits(bytes: Bytes, start: number): number {
  let at = start
  while ((bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++
  if (at === start) throw UNSURE
  return at
}

const wordOf = (word: string): Bytes => Uint8Array.from(word, (letter) => letter.charCodeAt(0))
const [TRUE, FALSE, NULL] = [wordOf('true'), wordOf('false'), wordOf('null')]

function literal(bytes: Bytes, start: number, word: Bytes): number {
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) throw UNSURE
  return start + word.length
}

export const isNull = (bytes: Bytes, at: number): boolean => bytes[at] === NULL[0]
export const nothing = (bytes: Bytes, at: number): number => literal(bytes, at, NULL)

/** Any value; an object or a list is on `level`. */
export function value(bytes: Bytes, at: number, level: number): number {
  const code = bytes[at] as number
  if (code === QUOTE) return text(bytes, at)
  if (code <= NINE) return number(bytes, at)
  if (code === OPEN_BAG) return bag(bytes, at, level)
  if (code === OPEN_LIST) return list(bytes, at, level, value)
  if (code === TRUE[0]) return literal(bytes, at, TRUE)
  return code === FALSE[0] ? literal(bytes, at, FALSE) : nothing(bytes, at)
}

/** An object with at most so many keys, whatever they are; one that is there twice counts twice. */
export function bag(bytes: Bytes, start: number, level: number, most = Number.POSITIVE_INFINITY): number {
  if (level > MAX_DEPTH || bytes[start] !== OPEN_BAG) throw UNSURE
  let at = past(bytes, start + 1)
  if (bytes[at] === CLOSE_BAG) return at + 1
  for (let members = 1; members <= most; members++) {
    at = value(bytes, afterColon(bytes, text(bytes, at)), level + 1)
    at = past(bytes, at)
    if (bytes[at] === CLOSE_BAG) return at + 1
    at = afterComma(bytes, at)
  }
  throw UNSURE
}

/** A list; `each` is given where a value begins, and the level of what is in it. */
export function list(
  bytes: Bytes,
  start: number,
  level: number,
  each: (bytes: Bytes, at: number, level: number) => number,
): number {
  if (level > MAX_DEPTH || bytes[start] !== OPEN_LIST) throw UNSURE
  let at = past(bytes, start + 1)
  if (bytes[at] === CLOSE_LIST) return at + 1
  for (;;) {
    at = past(bytes, each(bytes, at, level + 1))
    if (bytes[at] === CLOSE_LIST) return at + 1
    at = afterComma(bytes, at)
  }
}

export function afterColon(bytes: Bytes, start: number): number {
  const at = past(bytes, start)
  if (bytes[at] !== COLON) throw UNSURE
  return past(bytes, at + 1)
}

export function afterComma(bytes: Bytes, at: number): number {
  if (bytes[at] !== COMMA) throw UNSURE
  return past(bytes, at + 1)
}
