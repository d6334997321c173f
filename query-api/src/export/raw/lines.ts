/** Lines of an export in chunks that are worth a write; each is made when the one before has been taken. */
import { headOf } from '../formats.ts'
import type { TextFormat } from './text.ts'

const CHUNK_LENGTH = 64 * 1024

export async function* chunksOf(
  format: TextFormat,
  columns: readonly string[],
  pages: AsyncIterable<readonly Uint8Array[]>,
): AsyncGenerator<Uint8Array> {
  const head = Buffer.from(headOf(format, columns))
  let chunk: Uint8Array[] = [head]
  let held = head.length
  for await (const lines of pages)
    for (const line of lines) {
      chunk.push(line)
      held += line.length
      if (held < CHUNK_LENGTH) continue
      yield Buffer.concat(chunk, held)
      chunk = []
      held = 0
    }
  if (held > 0) yield Buffer.concat(chunk, held)
}
