/** Small numbers for 64-bit keys, in the order in which they come: an open table, since millions of them in a Map of bigints would take seconds. */

export interface Numbers {
  /** How many there are: the next number. */
  size(): number
  /** The number of a key, given as its lower and its upper half; a new one where it has none. */
  of(low: number, high: number): number
  /** The same, -1 where it has none. */
  find(low: number, high: number): number
  keyOf(number: number): Key
}

export interface Key {
  low: number
  high: number
}

const FIRST_SLOTS = 1024

/** Linear probing in a table that is never more than half full; keys are hashes, so that their lowest bits are as good as any. */
export function createNumbers(): Numbers {
  let slots = new Int32Array(FIRST_SLOTS)
  // Halves side by side, so that a look at a key is one at the memory.
  let keys = new Uint32Array(FIRST_SLOTS)
  let size = 0
  const slotOf = (low: number, high: number): number => {
    const mask = slots.length - 1
    let slot = low & mask
    for (let number = slots[slot] ?? 0; number !== 0; number = slots[slot] ?? 0) {
      if (keys[2 * number - 2] === low && keys[2 * number - 1] === high) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }
  const grow = (): void => {
    slots = new Int32Array(slots.length * 2)
    const wider = new Uint32Array(keys.length * 2)
    wider.set(keys)
    keys = wider
    for (let number = 1; number <= size; number++)
      slots[slotOf(keys[2 * number - 2] ?? 0, keys[2 * number - 1] ?? 0)] = number
  }
  return {
    size: () => size,
    of(low, high) {
      const slot = slotOf(low, high)
      const number = slots[slot] ?? 0
      if (number > 0) return number - 1
      keys[2 * size] = low
      keys[2 * size + 1] = high
      slots[slot] = ++size
      if (size * 2 >= slots.length) grow()
      return size - 1
    },
    find: (low, high) => (slots[slotOf(low, high)] ?? 0) - 1,
    keyOf: (number) => ({ low: keys[2 * number] ?? 0, high: keys[2 * number + 1] ?? 0 }),
  }
}

/** A key as the engine writes it: in digits. */
export const digitsOf = ({ low, high }: Key): string => ((BigInt(high) << 32n) | BigInt(low)).toString()

export function keyIn(digits: string): Key {
  const whole = BigInt(digits)
  return { low: Number(whole & 0xffff_ffffn), high: Number(whole >> 32n) }
}
