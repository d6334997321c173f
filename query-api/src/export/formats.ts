/** Tables as text, a line at a time: CSV as spreadsheets read it (RFC 4180), and a JSON object a line. */
import type { Cell, Table } from './tables.ts'

export const FORMATS = ['json', 'csv', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]

export const CONTENT_TYPES: Record<Exclude<Format, 'json'>, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
}

/** What `Accept` wants; JSON unless it names another one first. */
export function formatOf(accept: string | undefined): Format {
  for (const type of (accept ?? '').split(',')) {
    const name = type.split(';')[0]?.trim().toLowerCase()
    if (name === 'text/csv') return 'csv'
    if (name === 'application/x-ndjson') return 'ndjson'
    if (name === 'application/json' || name === '*/*') return 'json'
  }
  return 'json'
}

export const linesOf = (format: Exclude<Format, 'json'>, table: Table): Iterable<string> =>
  format === 'csv' ? csvLines(table) : jsonLines(table)

function* csvLines({ columns, rows }: Table): Iterable<string> {
  yield csvLine(columns)
  for (const row of rows) yield csvLine(row)
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  // A spreadsheet would run text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function* jsonLines({ columns, rows }: Table): Iterable<string> {
  for (const row of rows)
    yield `${JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])))}\n`
}
