/** Rows of a CSV file: each record against the columns that its first one names. */
import { cellsOf } from './cells.ts'
import type { Line } from './lines.ts'
import type { FileRow } from './read.ts'
import { type CsvRecord, recordsOf } from './records.ts'

/** Records that are parsed at once: one by one, the parser would spend its time on getting ready. */
const AT_ONCE = 500

/** `onColumns` sees the names of the columns before any row, and throws when they will not do. */
export async function* csvRows(
  lines: AsyncIterable<Line>,
  delimiter: string,
  onColumns: (columns: readonly string[]) => void,
): AsyncGenerator<FileRow> {
  let columns: string[] | undefined
  let number = 0
  for await (const records of inGroups(recordsOf(lines))) {
    for (const [index, cells] of cellsOf(records, delimiter).entries()) {
      const line = records[index]?.line ?? 0
      if (columns) yield { number: ++number, line, ...rowOf(cells, columns) }
      else onColumns((columns = headerOf(cells, line)))
    }
  }
}

type Cells = ReturnType<typeof cellsOf>[number]

async function* inGroups(records: AsyncIterable<CsvRecord>): AsyncGenerator<CsvRecord[]> {
  let group: CsvRecord[] = []
  for await (const record of records) {
    group.push(record)
    if (group.length < AT_ONCE) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

function headerOf(cells: Cells, line: number): string[] {
  if (!Array.isArray(cells)) throw new Error(`line ${line}, which should name the columns: ${cells.fault}`)
  return cells.map((name) => name.trim())
}

function rowOf(cells: Cells, columns: string[]): Pick<FileRow, 'row' | 'fault'> {
  if (!Array.isArray(cells)) return cells
  if (cells.length !== columns.length) return { fault: `${cells.length} cells, expected ${columns.length}` }
  return { row: Object.fromEntries(columns.map((name, index) => [name, cells[index]])) }
}
