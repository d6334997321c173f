/** Objects some of whose keys are looked at, found among a few known words without making strings of them. */
import { afterColon, afterComma, type Bytes, past, plainText, UNSURE } from './scan.ts'

export interface Words {
  /** The place of the word among those given, or -1. */
  find(bytes: Bytes, from: number, to: number): number
}

interface Word {
  place: number
  bytes: Bytes
}

/** At most 31, so that a set of them fits into the bits of a number. */
export function wordsOf(...words: readonly string[]): Words {
  const longest = Math.max(...words.map((word) => word.length))
  const byLength: Word[][] = Array.from({ length: longest + 1 }, () => [])
  words.forEach((word, place) => byLength[word.length]?.push({ place, bytes: Buffer.from(word) }))
  return {
    find(bytes, from, to) {
      const candidates = byLength[Math.min(to - from, longest + 1)] ?? NONE
      for (let at = 0; at < candidates.length; at++) {
        const { place, bytes: word } = candidates[at] as Word
        if (isAt(bytes, from, word)) return place
      }
      return -1
    },
  }
}
const NONE: Word[] = []

/** What tells words of the same length apart is oftener at their ends. */
function isAt(bytes: Bytes, from: number, word: Bytes): boolean {
  for (let at = word.length - 1; at >= 0; at--) if (bytes[from + at] !== word[at]) return false
  return true
}

/** Passes over the value of a member, whose key is the word of that place, or none of them when it is below 0. */
export type Member<Found> = (bytes: Bytes, at: number, word: number, found: Found) => number

const [OPEN, CLOSE] = [0x7b, 0x7d]

/** An object none of whose known keys is there twice, or in disguise. */
export function object<Found>(
  bytes: Bytes,
  start: number,
  words: Words,
  member: Member<Found>,
  found: Found,
): number {
  if (bytes[start] !== OPEN) throw UNSURE
  let at = past(bytes, start + 1)
  if (bytes[at] === CLOSE) return at + 1
  let seen = 0
  for (;;) {
    const end = plainText(bytes, at)
    const word = words.find(bytes, at + 1, end - 1)
    if (word >= 0 && (seen & (1 << word)) !== 0) throw UNSURE
    if (word >= 0) seen |= 1 << word
    at = past(bytes, member(bytes, afterColon(bytes, end), word, found))
    if (bytes[at] === CLOSE) return at + 1
    at = afterComma(bytes, at)
  }
}
