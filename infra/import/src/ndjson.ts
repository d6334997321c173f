/** Rows of an NDJSON file: one JSON object a line. */
import type { Line } from './lines.ts'
import type { Row } from './mapping.ts'
import type { FileRow } from './read.ts'

export async function* ndjsonRows(lines: AsyncIterable<Line>): AsyncGenerator<FileRow> {
  let number = 0
  for await (const { number: line, text } of lines) {
    if (text?.trim() === '') continue
    yield {
      number: ++number,
      line,
      ...(text === undefined ? { fault: 'the line is too long' } : rowOf(text)),
    }
  }
}

function rowOf(text: string): Pick<FileRow, 'row' | 'fault'> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { row: value as Row }
    return { fault: 'the line is JSON, but no object' }
  } catch {
    return { fault: 'the line is no JSON' }
  }
}
