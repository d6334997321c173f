/**
 * Rows as one block of ClickHouse's Native format: column after column, as the engine itself holds them, so that
 * nothing is left to parse. The layout is that of `FORMAT Native` without a client revision.
 */
import { type ColumnType, writerOf } from './columns.ts'
import { Writer } from './writer.ts'

/** Renders `rows` with the columns of `types`, in that order. O(values); nothing is kept. */
export function encodeNative<Row extends object>(
  types: Readonly<Record<string & keyof Row, ColumnType>>,
  rows: readonly Row[],
): Uint8Array {
  const writer = new Writer()
  const columns = Object.entries(types) as [string & keyof Row, ColumnType][]
  writer.varint(columns.length)
  writer.varint(rows.length)
  for (const [name, type] of columns) {
    writer.text(name)
    writer.text(type)
    // Of a block without rows the reader expects the head alone.
    if (rows.length > 0) writerOf(type)(writer, rows.length, (row) => rows[row]?.[name] as never)
  }
  return writer.end()
}
