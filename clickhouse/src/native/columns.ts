/** How the values of one column gather for a block of the Native format, by the column's type. */
import { Writer } from './writer.ts'

/** The types of the columns that we fill this way. */
export type ColumnType =
  | 'String'
  | 'LowCardinality(String)'
  | "DateTime64(3, 'UTC')"
  | 'UInt8'
  | 'UInt16'
  | 'UInt64'
  | 'Map(LowCardinality(String), String)'

/** Takes value after value, and keeps none: what is left is bytes. */
export interface Column<Value> {
  add(value: Value): void
  /** Writes all of them; of none, nothing. */
  writeTo(out: Writer): void
}

type Put<Value> = (bytes: Writer, value: Value) => void

/** Values one behind the other. */
function plain<Value>(put: Put<Value>): Column<Value> {
  const bytes = new Writer()
  return { add: (value) => put(bytes, value), writeTo: (out) => out.append(bytes) }
}
const text: Put<string> = (bytes, value) => bytes.text(value)
const int64: Put<number> = (bytes, value) => bytes.int64(value)

/** Which layout of a dictionary follows; the only one there is. */
const DICTIONARY_VERSION = 1
const HAS_KEYS_OF_ITS_OWN = 1 << 9
const REPLACES_KEYS = 1 << 10

/** A dictionary of the block's own: its keys, then for each value the place of its key, as narrow as they all fit. */
function dictionary(): Column<string> {
  const places = new Map<string, number>([['', 0]])
  const keys = new Writer()
  keys.text('')
  const chosen: number[] = []
  let [before, place] = ['', 0]
  const placeOf = (value: string): number => {
    const known = places.get(value)
    if (known !== undefined) return known
    keys.text(value)
    places.set(value, places.size)
    return places.size - 1
  }
  return {
    add(value) {
      // Events of a batch share most of their values, and then no look-up is needed.
      if (value !== before) [before, place] = [value, placeOf(value)]
      chosen.push(place)
    },
    writeTo(out) {
      if (chosen.length === 0) return
      const width = places.size > 1 << 16 ? 2 : places.size > 1 << 8 ? 1 : 0
      out.int64(width | HAS_KEYS_OF_ITS_OWN | REPLACES_KEYS)
      out.int64(places.size)
      out.append(keys)
      out.int64(chosen.length)
      for (const one of chosen) writePlace(out, one, width)
    },
  }
}

function writePlace(out: Writer, place: number, width: 0 | 1 | 2): void {
  if (width === 0) out.uint8(place)
  else if (width === 1) out.uint16(place)
  else out.uint32(place)
}

function lowCardinality(): Column<string> {
  const { add, writeTo } = dictionary()
  return {
    add,
    writeTo(out) {
      out.int64(DICTIONARY_VERSION)
      writeTo(out)
    },
  }
}

/** Where each row's pairs end, then all keys, then all values. */
function map(): Column<Record<string, string>> {
  const [ends, keys, values] = [plain(int64), dictionary(), plain(text)]
  let pairs = 0
  return {
    add(value) {
      for (const key in value) {
        keys.add(key)
        values.add(value[key] as string)
        pairs++
      }
      ends.add(pairs)
    },
    writeTo(out) {
      out.int64(DICTIONARY_VERSION)
      for (const part of [ends, keys, values]) part.writeTo(out)
    },
  }
}

const COLUMNS = {
  String: () => plain(text),
  'LowCardinality(String)': lowCardinality,
  "DateTime64(3, 'UTC')": () => plain(int64),
  UInt8: () => plain<number>((bytes, value) => bytes.uint8(value)),
  UInt16: () => plain<number>((bytes, value) => bytes.uint16(value)),
  UInt64: () => plain(int64),
  'Map(LowCardinality(String), String)': map,
} satisfies Record<ColumnType, () => unknown>

/** The caller knows which values a type has. */
export const columnOf = (type: ColumnType): Column<unknown> => COLUMNS[type]()
