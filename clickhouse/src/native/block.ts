/**
 * Rows as one block of ClickHouse's Native format: column after column, as the engine itself holds them, so that
 * nothing is left to parse. The layout is that of `FORMAT Native` without a client revision.
 */
import { type ColumnType, columnOf } from './columns.ts'
import { Writer } from './writer.ts'

/** A block that grows row by row; a row that was added may not be changed, and soon is not needed any more. */
export interface NativeBlock<Row> {
  readonly rows: number
  add(row: Row): void
  /** Ends the block: nothing is added after it. */
  end(): Uint8Array
}

/** Rows go through the columns so many at a time: one column after the other over a few rows beats row after row (docs/decisions). */
const ROWS_AT_ONCE = 64

/** The columns of `types`, in that order, with what `values` find in a row. O(values). */
export function createNativeBlock<Row extends object>(
  types: Readonly<Record<string & keyof Row, ColumnType>>,
  values: Readonly<Record<string & keyof Row, (row: Row) => unknown>>,
): NativeBlock<Row> {
  const named = Object.entries(types) as [string & keyof Row, ColumnType][]
  const columns = named.map(([name, type]) => ({ name, column: columnOf<Row>(type, values[name]) }))
  let gathered: Row[] = []
  let rows = 0
  const flush = (): void => {
    for (const { column } of columns) column.addAll(gathered)
    gathered = []
  }
  return {
    get rows() {
      return rows
    },
    add(row) {
      rows++
      if (gathered.push(row) === ROWS_AT_ONCE) flush()
    },
    end() {
      flush()
      const out = new Writer()
      out.varint(columns.length)
      out.varint(rows)
      for (const { name, column } of columns) {
        out.text(name)
        out.text(types[name])
        // Of a block without rows the reader expects the head alone.
        if (rows > 0) column.writeTo(out)
      }
      return out.end()
    },
  }
}
