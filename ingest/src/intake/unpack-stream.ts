/** A body of any length taken apart as it comes: nothing is read before what was read is used, so memory stays flat. */
import { pipeline, Readable } from 'node:stream'
import { cutOff, Refusal } from '../errors.ts'
import { ENCODINGS, encodingOf, unpackerOf } from './encodings.ts'

/** As many as tell one encoding from another. */
const HEAD_BYTES = 2

/** Ends with a `Refusal` where what is packed is broken, or the connection ended; what came before it is kept. */
export async function* unpackStream(body: Readable, stated: string | undefined): AsyncGenerator<Buffer> {
  try {
    const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]()
    const head = await headOf(chunks)
    yield* unpacked(head, remaining(head, chunks), encodingOf(head, stated))
  } catch (error) {
    throw body.errored ? cutOff() : error
  }
}

async function headOf(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0)
  while (head.length < HEAD_BYTES) {
    const { done, value } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return head
}

async function* remaining(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
}

async function* unpacked(head: Buffer, chunks: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Buffer> {
  if (name === 'identity') return yield* chunks
  const unpacker = unpackerOf(name, head)
  if (!unpacker) throw new Refusal('unsupported_encoding', `expected content-encoding ${ENCODINGS} or none`)
  try {
    yield* pipeline(Readable.from(chunks), unpacker(), () => undefined) as AsyncIterable<Buffer>
  } catch {
    throw new Refusal('corrupt_encoding', `the body is not valid ${name}`)
  }
}
