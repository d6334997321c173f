/** The cells of CSV records. */
import { parse } from 'csv-parse/sync'
import type { CsvRecord } from './records.ts'

/** For each record its cells, or what is wrong with it. */
export function cellsOf(records: readonly CsvRecord[], delimiter: string): (string[] | { fault: string })[] {
  const texts = records.flatMap(({ text }) => (text?.includes('"') ? [text] : []))
  const parsed = parseAll(texts, delimiter)
  let next = 0
  return records.map(({ text, fault }) => {
    if (text === undefined) return { fault: fault ?? 'the record cannot be read' }
    // Without quotes, a cell is what lies between two delimiters.
    if (!text.includes('"')) return text.split(delimiter)
    return parsed[next++] ?? parseOne(text, delimiter)
  })
}

/** All at once where all are right; nothing where one is not, so that each is then looked at by itself. */
function parseAll(texts: readonly string[], delimiter: string): readonly string[][] {
  if (texts.length < 2) return []
  try {
    const cells = parse(texts.join('\n'), optionsOf(delimiter))
    return cells.length === texts.length ? cells : []
  } catch {
    return []
  }
}

function parseOne(text: string, delimiter: string): string[] | { fault: string } {
  try {
    return parse(text, optionsOf(delimiter))[0] ?? []
  } catch (error) {
    return { fault: `no valid CSV: ${error instanceof Error ? withoutContent(error.message) : 'unreadable'}` }
  }
}

const optionsOf = (delimiter: string) =>
  ({ delimiter, record_delimiter: '\n', relax_column_count: true }) as const

/** The parser names lines of its own, and shows content, which may be personal. */
const withoutContent = (message: string): string => (message.split(':')[0] ?? '').toLowerCase()
