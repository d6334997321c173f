/** Tells which of a few known words stands at a place, by its length and its two ends and then by all its bytes. */
import { loaded } from './json.ts'

const bytes = loaded
const NO = -1

/** The number of the word from `from` to `to`, or `NO`. */
export type Find = (from: number, to: number) => number

const SLOTS = 256

export function finderOf(words: readonly string[]): Find {
  const known = words.map((word) => Buffer.from(word))
  const factor = freeOfClashes(known)
  const slots = new Int8Array(SLOTS).fill(NO)
  known.forEach((word, at) => (slots[slotOf(word, 0, word.length, factor)] = at))
  return (from, to) => {
    if (to === from) return NO
    const at = slots[slotOf(bytes, from, to, factor)] as number
    return at !== NO && isThere(known[at] as Uint8Array, from, to) ? at : NO
  }
}

const slotOf = (word: Uint8Array, from: number, to: number, factor: number): number =>
  ((word[from] as number) + (word[to - 1] as number) * 3 + (to - from) * factor) & (SLOTS - 1)

function isThere(word: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false
  for (let at = 0; at < word.length; at++) if (bytes[from + at] !== word[at]) return false
  return true
}

/** With it each word has a slot of its own. Throws where there is none: two words as long that begin and end alike. */
function freeOfClashes(words: readonly Uint8Array[]): number {
  for (let factor = 1; factor < SLOTS; factor++) {
    const slots = new Set(words.map((word) => slotOf(word, 0, word.length, factor)))
    if (slots.size === words.length) return factor
  }
  throw new Error('two of the words cannot be told apart')
}

const MANY_SLOTS = 4096

/** The same for dozens of words, some as long as others that begin and end alike: two bytes more of each are looked at. */
export function finderOfMany(words: readonly string[]): Find {
  const known = words.map((word) => Buffer.from(word))
  const isFree = (factor: number): boolean =>
    new Set(known.map((word) => manySlotOf(word, 0, word.length, factor))).size === words.length
  const factor = Array.from({ length: MANY_SLOTS }, (_, at) => at).find(isFree)
  if (factor === undefined) throw new Error('two of the words cannot be told apart')
  const slots = new Int16Array(MANY_SLOTS).fill(NO)
  known.forEach((word, at) => (slots[manySlotOf(word, 0, word.length, factor)] = at))
  return (from, to) => {
    if (to === from) return NO
    const at = slots[manySlotOf(bytes, from, to, factor)] as number
    return at !== NO && isThere(known[at] as Uint8Array, from, to) ? at : NO
  }
}

const manySlotOf = (word: Uint8Array, from: number, to: number, factor: number): number =>
  ((word[from + 1] as number) * factor +
    (word[(from + to) >> 1] as number) * 61 +
    (word[to - 1] as number) * 7 +
    (to - from) * 577) &
  (MANY_SLOTS - 1)
