/** Instants as `Date.prototype.toISOString` writes them, and each SDK of ours: other spellings are for the schema. */

const PATTERN = 'dddd-dd-ddTdd:dd:dd.dddZ'
export const INSTANT_LENGTH = PATTERN.length
/** Of the code at each place. */
const LEAST = Uint8Array.from(PATTERN, (mark) => (mark === 'd' ? '0' : mark).charCodeAt(0))
const MOST = Uint8Array.from(PATTERN, (mark) => (mark === 'd' ? '9' : mark).charCodeAt(0))

const isInPlace = (code: number, at: number): boolean =>
  code >= (LEAST[at] as number) && code <= (MOST[at] as number)

export function isPlainInstant(text: string): boolean {
  if (text.length !== INSTANT_LENGTH) return false
  for (let at = 0; at < INSTANT_LENGTH; at++) if (!isInPlace(text.charCodeAt(at), at)) return false
  const two = (at: number): number => twoDigits(text.charCodeAt(at), text.charCodeAt(at + 1))
  return inRange(two(5), two(8), two(11), two(14), two(17))
}

/** Four bytes of the pattern each, and what takes every byte beyond 15 that differs from it by more than it may. */
const wordsOf = (byteOf: (mark: string) => number): Int32Array =>
  new Int32Array(Uint8Array.from(PATTERN, byteOf).buffer)
const EXPECTED = wordsOf((mark) => (mark === 'd' ? '0' : mark).charCodeAt(0))
const SLACK = wordsOf((mark) => (mark === 'd' ? 15 - 9 : 15))
const HIGH = 0xf0f0f0f0 | 0
const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The same of the `INSTANT_LENGTH` bytes at `from`, four at a time. */
export function isPlainInstantAt(view: DataView, from: number): boolean {
  for (let word = 0; word < EXPECTED.length; word++) {
    const off = view.getInt32(from + 4 * word, IS_LITTLE_ENDIAN) ^ (EXPECTED[word] as number)
    if (((off | (off + (SLACK[word] as number))) & HIGH) !== 0) return false
  }
  const two = (at: number): number => twoDigits(view.getUint8(from + at), view.getUint8(from + at + 1))
  return inRange(two(5), two(8), two(11), two(14), two(17))
}

const twoDigits = (tens: number, ones: number): number => (tens - 48) * 10 + ones - 48

/** The engine reads the 31st of a short month as a day of the next; so does the schema. */
const inRange = (month: number, day: number, hours: number, minutes: number, seconds: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= 31 && hours <= 23 && minutes <= 59 && seconds <= 59
