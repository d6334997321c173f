/** Takes a compressed body apart under three caps: what it may become, how many times its size, and how many at once. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, gunzipSync, inflate } from 'node:zlib'
import pLimit from 'p-limit'
import { Refusal } from '../errors.ts'

type Decompress = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer> | Buffer
const SLOW = {
  gzip: promisify(gunzip) as Decompress,
  deflate: promisify(inflate) as Decompress,
  br: promisify(brotliDecompress) as Decompress,
}

/** The very same event again and again shrinks to a three-hundredth; a bomb to a thousandth. */
const MAX_RATIO = 500
/** A small body may become this much whatever its ratio. */
const ALWAYS_BYTES = 1024 * 1024
/** Up to here the trip to another thread costs more than the work. */
const SMALL_BYTES = 8 * 1024
/** As many as the runtime has threads for it: more at once would be no faster, and hold more memory. */
const atOnce = pLimit(4)

/** The bytes as they were before `encoding`. Throws a `Refusal` when that is unknown, broken, or beyond a cap. */
export async function decompress(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return body
  const run = decompressorOf(name, body.length)
  if (!run) throw new Refusal('unsupported_encoding', 'expected content-encoding gzip, deflate or br')
  const maxOutputLength = Math.min(maxBytes, Math.max(ALWAYS_BYTES, body.length * MAX_RATIO))
  try {
    return await run(body, { maxOutputLength })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal('corrupt_encoding', `the body is not valid ${name}`)
    const expected =
      maxOutputLength === maxBytes ? `at most ${maxBytes} bytes` : `at most ${MAX_RATIO} times its size`
    throw new Refusal('payload_too_large', `the body is too large once decompressed: expected ${expected}`)
  }
}

function decompressorOf(name: string, bytes: number): Decompress | undefined {
  if (name === 'gzip' || name === 'x-gzip') return bytes <= SMALL_BYTES ? gunzipSync : inTurn(SLOW.gzip)
  return name === 'deflate' || name === 'br' ? inTurn(SLOW[name]) : undefined
}

const inTurn =
  (run: Decompress): Decompress =>
  (body, options) =>
    atOnce(() => run(body, options))
