/** From the bytes of a request to one parsed JSON value, with the plain bytes kept for the log. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Refusal } from '../errors.ts'

export interface Decoded {
  /** The JSON text, decompressed, as the client wrote it. */
  bytes: Uint8Array
  value: unknown
}

type Decompress = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>
const DECOMPRESS: Record<string, Decompress> = {
  gzip: promisify(gunzip) as Decompress,
  'x-gzip': promisify(gunzip) as Decompress,
  deflate: promisify(inflate) as Decompress,
  br: promisify(brotliDecompress) as Decompress,
}

/** Decompresses (never beyond `maxBytes`) and parses. Throws a `Refusal` that says what was wrong. */
export async function decode(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Decoded> {
  const bytes = withoutMark(await decompress(body, encoding?.trim().toLowerCase() ?? '', maxBytes))
  try {
    return {
      bytes,
      value: JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')),
    }
  } catch (error) {
    throw new Refusal('unreadable_json', `the body is not JSON: ${reasonOf(error)}`)
  }
}

async function decompress(body: Uint8Array, encoding: string, maxBytes: number): Promise<Uint8Array> {
  if (encoding === '' || encoding === 'identity') return body
  const run = DECOMPRESS[encoding]
  if (!run) throw new Refusal('unsupported_encoding', 'expected content-encoding gzip, deflate or br')
  try {
    return await run(body, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal('payload_too_large', `the body is over ${maxBytes} bytes once decompressed`)
    throw new Refusal('corrupt_encoding', `the body is not valid ${encoding}`)
  }
}

/** A byte order mark is legal in a file and fatal to JSON.parse. */
const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/** V8 quotes the text around the mistake, which may be personal: keep only what kind of mistake it was. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : 'unreadable').replace(/,? ?"[^]*$/, '').slice(0, 120)
