/**
 * Takes one compressed body apart chunk by chunk. How much it may have become so far depends on how much of it was read, so
 * that a bomb is cut off at its beginning: what it leaves behind is collected late, and two hundred at once would pile up.
 */
import type { Transform } from 'node:stream'

/** A zlib stream; it counts what it has read. */
export type Unpacker = Transform & { bytesWritten: number }

export interface Caps {
  /** Of the whole. */
  maxBytes: number
  /** Of what has been read so far, beyond the first `freeBytes`. */
  maxRatio: number
  freeBytes: number
}

/** Thrown when a cap was reached; everything else that is thrown is zlib's. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

export function unpack(
  unpacker: Unpacker,
  body: Uint8Array,
  { maxBytes, maxRatio, freeBytes }: Caps,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    unpacker.on('data', (chunk: Buffer) => {
      length += chunk.length
      chunks.push(chunk)
      const isWithin = length <= freeBytes || length <= unpacker.bytesWritten * maxRatio
      if (length > maxBytes || !isWithin) unpacker.destroy(new TooLarge())
    })
    unpacker.once('error', reject)
    unpacker.once('end', () => resolve(Buffer.concat(chunks, length)))
    unpacker.end(body)
  })
}
