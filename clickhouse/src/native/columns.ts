/** How the values of one column gather for a block of the Native format, by the column's type. */
import { createDictionary } from './dictionary.ts'
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

/** Takes values row after row, and keeps none: what is left is bytes. */
export interface Column {
  /** The field `name` of each row. */
  addAll<Name extends string>(rows: readonly { readonly [N in Name]?: unknown }[], name: Name): void
  /** Writes all of them; of none, nothing. */
  writeTo(out: Writer): void
}

/** Which layout of a dictionary follows; the only one there is. */
const DICTIONARY_VERSION = 1

function text(): Column {
  const bytes = new Writer()
  return {
    addAll: (rows, name) => {
      for (const row of rows) bytes.text(row[name] as string)
    },
    writeTo: (out) => out.append(bytes),
  }
}

const number = (put: (bytes: Writer, value: number) => void) => (): Column => {
  const bytes = new Writer()
  return {
    addAll: (rows, name) => {
      for (const row of rows) put(bytes, row[name] as number)
    },
    writeTo: (out) => out.append(bytes),
  }
}

function lowCardinality(): Column {
  const dictionary = createDictionary()
  return {
    addAll(rows, name) {
      for (const row of rows) dictionary.add(row[name] as string)
    },
    writeTo(out) {
      out.int64(DICTIONARY_VERSION)
      dictionary.writeTo(out)
    },
  }
}

/** Where each row's pairs end, then all keys, then all values. */
function map(): Column {
  const [ends, keys, values] = [new Writer(), createDictionary(), new Writer()]
  let pairs = 0
  return {
    addAll(rows, name) {
      for (const row of rows) {
        const value = row[name] as Record<string, string>
        for (const key in value) {
          keys.add(key)
          values.text(value[key] as string)
          pairs++
        }
        ends.int64(pairs)
      }
    },
    writeTo(out) {
      out.int64(DICTIONARY_VERSION)
      out.append(ends)
      keys.writeTo(out)
      out.append(values)
    },
  }
}

const int64 = number((bytes, value) => bytes.int64(value))

const COLUMNS: Readonly<Record<ColumnType, () => Column>> = {
  String: text,
  'LowCardinality(String)': lowCardinality,
  "DateTime64(3, 'UTC')": int64,
  UInt8: number((bytes, value) => bytes.uint8(value)),
  UInt16: number((bytes, value) => bytes.uint16(value)),
  UInt64: int64,
  'Map(LowCardinality(String), String)': map,
}

/** The caller knows which values a type has. */
export const columnOf = (type: ColumnType): Column => COLUMNS[type]()
