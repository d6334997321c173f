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

/** The same of the `INSTANT_LENGTH` bytes at `from`. */
export function isPlainInstantAt(bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < INSTANT_LENGTH; at++) if (!isInPlace(bytes[from + at] as number, at)) return false
  const two = (at: number): number => twoDigits(bytes[from + at] as number, bytes[from + at + 1] as number)
  return inRange(two(5), two(8), two(11), two(14), two(17))
}

const twoDigits = (tens: number, ones: number): number => (tens - 48) * 10 + ones - 48

/** The engine reads the 31st of a short month as a day of the next; so does the schema. */
const inRange = (month: number, day: number, hours: number, minutes: number, seconds: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= 31 && hours <= 23 && minutes <= 59 && seconds <= 59
