/** Sets of small numbers as bits, which grow by themselves. */

export interface Bits {
  words: Uint32Array
  /** How many are in it. */
  size: number
}

export const createBits = (): Bits => ({ words: new Uint32Array(256), size: 0 })

/** Whether it is new. */
export function put(bits: Bits, number: number): boolean {
  const at = number >>> 5
  if (at >= bits.words.length) bits.words = wider(bits.words, at + 1)
  const word = bits.words[at] ?? 0
  const bit = 1 << (number & 31)
  if (word & bit) return false
  bits.words[at] = word | bit
  bits.size++
  return true
}

export const has = ({ words }: Bits, number: number): boolean =>
  ((words[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0

export function take(bits: Bits, number: number): void {
  if (!has(bits, number)) return
  const at = number >>> 5
  bits.words[at] = (bits.words[at] ?? 0) & ~(1 << (number & 31))
  bits.size--
}

export function union(all: readonly Bits[]): Bits {
  const words = new Uint32Array(Math.max(0, ...all.map((one) => one.words.length)))
  for (const one of all)
    for (let at = 0; at < one.words.length; at++) words[at] = (words[at] ?? 0) | (one.words[at] ?? 0)
  let size = 0
  for (const word of words) size += ones(word)
  return { words, size }
}

export function* numbersIn({ words }: Bits): Iterable<number> {
  for (let at = 0; at < words.length; at++)
    for (let word = words[at] ?? 0; word !== 0; word &= word - 1)
      yield at * 32 + 31 - Math.clz32(word & -word)
}

/** Hamming weight of 32 bits, in parallel sums. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function wider(words: Uint32Array, atLeast: number): Uint32Array {
  const more = new Uint32Array(Math.max(atLeast, Math.ceil(words.length * 1.5)))
  more.set(words)
  return more
}
