/** Rows of an export as text, in chunks that are worth a write; each is made when the one before has been taken. */
import { type Format, headOf, lineOf } from '../formats.ts'

const CHUNK_LENGTH = 64 * 1024

export async function* chunksOf(
  format: Exclude<Format, 'json'>,
  columns: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  const properties = columns.indexOf('properties')
  let chunk = headOf(format, columns)
  for await (const row of rows) {
    chunk += lineOf(format, columns, cellsOf(row, properties))
    if (chunk.length < CHUNK_LENGTH) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** Empty text is no value; the properties are an object. */
const cellsOf = (row: readonly string[], properties: number): (string | null | object)[] =>
  row.map((cell, at) => (at === properties ? (JSON.parse(cell) as object) : cell === '' ? null : cell))
