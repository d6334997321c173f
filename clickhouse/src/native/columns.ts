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
export interface Column<Row> {
  addAll(rows: readonly Row[]): void
  /** Writes all of them; of none, nothing. */
  writeTo(out: Writer): void
}

/** Which layout of a dictionary follows; the only one there is. */
const DICTIONARY_VERSION = 1

/** Finds the value of a row. */
type Read<Row> = (row: Row) => unknown
type Make = <Row>(read: Read<Row>) => Column<Row>

function text<Row>(read: Read<Row>): Column<Row> {
  const bytes = new Writer()
  return {
    addAll: (rows) => {
      for (const row of rows) bytes.text(read(row) as string)
    },
    writeTo: (out) => out.append(bytes),
  }
}

const number =
  (put: (bytes: Writer, value: number) => void): Make =>
  (read) => {
    const bytes = new Writer()
    return {
      addAll: (rows) => {
        for (const row of rows) put(bytes, read(row) as number)
      },
      writeTo: (out) => out.append(bytes),
    }
  }

function lowCardinality<Row>(read: Read<Row>): Column<Row> {
  const dictionary = createDictionary()
  return {
    addAll(rows) {
      for (const row of rows) dictionary.add(read(row) as string)
    },
    writeTo(out) {
      out.int64(DICTIONARY_VERSION)
      dictionary.writeTo(out)
    },
  }
}

/** Where each row's pairs end, then all keys, then all values. */
function map<Row>(read: Read<Row>): Column<Row> {
  const [ends, keys, values] = [new Writer(), createDictionary(), new Writer()]
  let pairs = 0
  return {
    addAll(rows) {
      for (const row of rows) {
        const value = read(row) as Record<string, string>
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

const COLUMNS: Readonly<Record<ColumnType, Make>> = {
  String: text,
  'LowCardinality(String)': lowCardinality,
  "DateTime64(3, 'UTC')": int64,
  UInt8: number((bytes, value) => bytes.uint8(value)),
  UInt16: number((bytes, value) => bytes.uint16(value)),
  UInt64: int64,
  'Map(LowCardinality(String), String)': map,
}

/** The caller knows which values a type has. */
export const columnOf = <Row>(type: ColumnType, read: Read<Row>): Column<Row> => COLUMNS[type](read)
