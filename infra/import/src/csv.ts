/** Rows of a CSV file: each record against the columns that its first one names. */
import { parse } from 'csv-parse/sync'
import type { FileRow } from './read.ts'
import { type CsvRecord, recordsOf } from './records.ts'
import type { Line } from './lines.ts'

/** `onColumns` sees the names of the columns before any row, and throws when they will not do. */
export async function* csvRows(
  lines: AsyncIterable<Line>,
  delimiter: string,
  onColumns: (columns: readonly string[]) => void,
): AsyncGenerator<FileRow> {
  let columns: string[] | undefined
  let number = 0
  for await (const record of recordsOf(lines)) {
    if (columns) yield { number: ++number, line: record.line, ...rowOf(record, columns, delimiter) }
    else onColumns((columns = headerOf(record, delimiter)))
  }
}

function headerOf(record: CsvRecord, delimiter: string): string[] {
  const cells = cellsOf(record, delimiter)
  if (!Array.isArray(cells))
    throw new Error(`line ${record.line}, which should name the columns: ${cells.fault}`)
  return cells.map((name) => name.trim())
}

function rowOf(record: CsvRecord, columns: string[], delimiter: string): Pick<FileRow, 'row' | 'fault'> {
  const cells = cellsOf(record, delimiter)
  if (!Array.isArray(cells)) return cells
  if (cells.length !== columns.length) return { fault: `${cells.length} cells, expected ${columns.length}` }
  return { row: Object.fromEntries(columns.map((name, index) => [name, cells[index]])) }
}

/** Without quotes, a cell is what lies between two delimiters; the parser sees to the rest. */
function cellsOf({ text, fault }: CsvRecord, delimiter: string): string[] | { fault: string } {
  if (text === undefined) return { fault: fault ?? 'the record cannot be read' }
  if (!text.includes('"')) return text.split(delimiter)
  try {
    return parse(text, { delimiter, relax_column_count: true })[0] ?? []
  } catch (error) {
    return { fault: `no valid CSV: ${error instanceof Error ? withoutContent(error.message) : 'unreadable'}` }
  }
}

/** The parser names lines of its own, and shows content, which may be personal. */
const withoutContent = (message: string): string => (message.split(':')[0] ?? '').toLowerCase()
