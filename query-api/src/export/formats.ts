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

/** A table line by line. */
export function* linesOf(format: Exclude<Format, 'json'>, { columns, rows }: Table): Iterable<string> {
  yield headOf(format, columns)
  for (const row of rows) yield lineOf(format, columns, row)
}

/** What stands above all rows; nothing above lines of JSON, which have their names in them. */
export const headOf = (format: Exclude<Format, 'json'>, columns: readonly string[]): string =>
  format === 'csv' ? csvLine(columns) : ''

export const lineOf = (
  format: Exclude<Format, 'json'>,
  columns: readonly string[],
  row: readonly (Cell | object)[],
): string =>
  format === 'csv'
    ? csvLine(row)
    : `${JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])))}\n`

const csvLine = (cells: readonly (Cell | object)[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** What any reader of numbers takes for one, and nothing takes for a formula. */
export const PLAIN_NUMBER = /^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$/

function csvCell(cell: Cell | object): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const plain = typeof cell === 'string' ? cell : JSON.stringify(cell)
  // A spreadsheet would run text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(plain) && !PLAIN_NUMBER.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
