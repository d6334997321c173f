/** Lines of an export in chunks that are worth a write; each is made when the one before has been taken. */
import { headOf } from '../formats.ts'
import type { TextFormat } from './text.ts'

const CHUNK_LENGTH = 64 * 1024

export async function* chunksOf(
  format: TextFormat,
  columns: readonly string[],
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  let chunk = headOf(format, columns)
  for await (const lines of pages)
    for (const line of lines) {
      chunk += line
      if (chunk.length < CHUNK_LENGTH) continue
      yield chunk
      chunk = ''
    }
  if (chunk !== '') yield chunk
}
