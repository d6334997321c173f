/** A dictionary of a block's own: its keys, then for each value the place of its key, as narrow as they all fit. */
import { Writer } from './writer.ts'

export interface Dictionary {
  add(value: string): void
  /** Writes all values; of none, nothing. */
  writeTo(out: Writer): void
}

const HAS_KEYS_OF_ITS_OWN = 1 << 9
const REPLACES_KEYS = 1 << 10
const FIRST_ROOM = 1 << 10

export function createDictionary(): Dictionary {
  const places = new Map<string, number>([['', 0]])
  const texts = ['']
  const keys = new Writer()
  keys.text('')
  // Which key came after which the last time: names of properties come in the same order again and again.
  const next = [0]
  let chosen = new Uint32Array(FIRST_ROOM)
  let [count, place] = [0, 0]
  const placeOf = (value: string): number => {
    const known = places.get(value)
    if (known !== undefined) return known
    keys.text(value)
    places.set(value, texts.length)
    next.push(0)
    return texts.push(value) - 1
  }
  return {
    add(value) {
      // Events of a batch share most of their values, and then no look-up is needed.
      if (value !== texts[place]) {
        const guess = next[place] as number
        const found = texts[guess] === value ? guess : placeOf(value)
        next[place] = found
        place = found
      }
      if (count === chosen.length) chosen = grown(chosen)
      chosen[count++] = place
    },
    writeTo(out) {
      if (count === 0) return
      const width = texts.length > 1 << 16 ? 4 : texts.length > 1 << 8 ? 2 : 1
      out.int64((width >> 1) | HAS_KEYS_OF_ITS_OWN | REPLACES_KEYS)
      out.int64(texts.length)
      out.append(keys)
      out.int64(count)
      out.numbers(chosen.subarray(0, count), width)
    },
  }
}

function grown(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
