/** How the values of one column are written in the Native format, by the column's type. */
import type { Writer } from './writer.ts'

/** The types of the columns that we fill this way. */
export type ColumnType =
  | 'String'
  | 'LowCardinality(String)'
  | "DateTime64(3, 'UTC')"
  | 'UInt8'
  | 'UInt16'
  | 'UInt64'
  | 'Map(LowCardinality(String), String)'

/** Writes one column of a block: `value` gives the value of a row by its place, from 0 below `rows`. */
export type WriteColumn = (writer: Writer, rows: number, value: (row: number) => never) => void

type Write<Value> = (writer: Writer, rows: number, value: (row: number) => Value) => void

const each =
  <Value>(write: (writer: Writer, value: Value) => void): Write<Value> =>
  (writer, rows, value) => {
    for (let row = 0; row < rows; row++) write(writer, value(row))
  }

/** Which layout of a dictionary follows; the only one there is. */
const DICTIONARY_VERSION = 1
const HAS_KEYS_OF_ITS_OWN = 1 << 9
const REPLACES_KEYS = 1 << 10

/** A dictionary of the block's own: its keys, then for each row the place of its key, as narrow as they all fit. */
const dictionary: Write<string> = (writer, rows, value) => {
  if (rows === 0) return
  const places = new Map<string, number>([['', 0]])
  const chosen = new Uint32Array(rows)
  let [before, place] = ['', 0]
  for (let row = 0; row < rows; row++) {
    const text = value(row)
    // Events of a batch share most of their values, and then no look-up is needed.
    if (text !== before) [before, place] = [text, placeOf(places, text)]
    chosen[row] = place
  }
  const width = places.size > 1 << 16 ? 2 : places.size > 1 << 8 ? 1 : 0
  writer.int64(width | HAS_KEYS_OF_ITS_OWN | REPLACES_KEYS)
  writer.int64(places.size)
  for (const text of places.keys()) writer.text(text)
  writer.int64(rows)
  writePlaces(writer, chosen, width)
}

function placeOf(places: Map<string, number>, text: string): number {
  const known = places.get(text)
  if (known !== undefined) return known
  places.set(text, places.size)
  return places.size - 1
}

function writePlaces(writer: Writer, places: Uint32Array, width: 0 | 1 | 2): void {
  if (width === 0) for (const place of places) writer.uint8(place)
  else if (width === 1) for (const place of places) writer.uint16(place)
  else for (const place of places) writer.uint32(place)
}

const lowCardinality: Write<string> = (writer, rows, value) => {
  writer.int64(DICTIONARY_VERSION)
  dictionary(writer, rows, value)
}

/** Where each row's pairs end, then all keys, then all values. */
const map: Write<Record<string, string>> = (writer, rows, value) => {
  const [keys, values]: [string[], string[]] = [[], []]
  writer.int64(DICTIONARY_VERSION)
  for (let row = 0; row < rows; row++) {
    const pairs = value(row)
    for (const key in pairs) {
      keys.push(key)
      values.push(pairs[key] as string)
    }
    writer.int64(keys.length)
  }
  dictionary(writer, keys.length, (at) => keys[at] as string)
  for (const text of values) writer.text(text)
}

const WRITERS = {
  String: each<string>((writer, text) => writer.text(text)),
  'LowCardinality(String)': lowCardinality,
  "DateTime64(3, 'UTC')": each<number>((writer, milliseconds) => writer.int64(milliseconds)),
  UInt8: each<number>((writer, number) => writer.uint8(number)),
  UInt16: each<number>((writer, number) => writer.uint16(number)),
  UInt64: each<number>((writer, number) => writer.int64(number)),
  'Map(LowCardinality(String), String)': map,
} satisfies Record<ColumnType, unknown> as Record<ColumnType, WriteColumn>

export const writerOf = (type: ColumnType): WriteColumn => WRITERS[type]
