/** Records of a CSV file out of its lines: a quoted cell may span several. */
import type { Line } from './lines.ts'

export interface CsvRecord {
  /** Line on which it begins. */
  line: number
  /** Its text; `undefined` when it cannot be told where it ends. */
  text: string | undefined
  fault?: string
}

/** A record may span so many lines, and so many UTF-16 units, before its quote counts as forgotten. */
const MOST_LINES = 1_000
const MOST_TEXT = 1024 * 1024

/**
 * Joins lines until the quotes are even. A quote that is never closed makes its own line a bad one, and reading goes on with
 * the line after it: one slip must not swallow the rest of the file.
 */
export async function* recordsOf(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord> {
  let open: Line[] = []
  for await (const line of lines) {
    open.push(line)
    const { records, left } = close(open, false)
    yield* records
    open = left
  }
  yield* close(open, true).records
}

/** Takes every record that is complete off the front; at the end, or past the limits, what is not complete is a fault. */
function close(lines: Line[], atEnd: boolean): { records: CsvRecord[]; left: Line[] } {
  const records: CsvRecord[] = []
  let left = lines
  while (left.length > 0) {
    const length = lengthOf(left)
    if (length === undefined && !atEnd && !isPastLimits(left)) break
    const record = recordOf(left, length)
    if (record.text?.trim() !== '') records.push(record)
    left = left.slice(length ?? 1)
  }
  return { records, left }
}

/** How many lines the first record has; `undefined` when it is still open. */
function lengthOf(lines: Line[]): number | undefined {
  let quotes = 0
  for (const [index, { text }] of lines.entries()) {
    if (text === undefined) return index === 0 ? 1 : undefined
    quotes += text.split('"').length - 1
    if (quotes % 2 === 0) return index + 1
  }
  return undefined
}

const isPastLimits = (lines: Line[]): boolean =>
  lines.length > MOST_LINES ||
  lines.reduce((sum, { text }) => sum + (text?.length ?? MOST_TEXT), 0) >= MOST_TEXT

function recordOf(lines: Line[], length: number | undefined): CsvRecord {
  const line = lines[0]?.number ?? 0
  if (length === undefined) return { line, text: undefined, fault: 'a quote is opened and never closed' }
  if (lines[0]?.text === undefined) return { line, text: undefined, fault: 'the line is too long' }
  const text = lines
    .slice(0, length)
    .map(({ text: part }) => part)
    .join('\n')
  return { line, text: text.replace(/\r$/, '') }
}
