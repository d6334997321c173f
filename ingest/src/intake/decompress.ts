/** Takes a compressed body apart under three caps: what it may become, how many times its size, and how many at once. */
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import pLimit from 'p-limit'
import { Refusal } from '../errors.ts'

type Decompress = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer> | Buffer
const SLOW = {
  gzip: promisify(zlib.gunzip) as Decompress,
  inflate: promisify(zlib.inflate) as Decompress,
  inflateRaw: promisify(zlib.inflateRaw) as Decompress,
  br: promisify(zlib.brotliDecompress) as Decompress,
}
/** Only some runtimes have it: Node from 22.15 on. */
const zstd = (zlib as { zstdDecompress?: typeof zlib.gunzip }).zstdDecompress
const slowZstd = zstd && (promisify(zstd) as Decompress)
const ENCODINGS = ['gzip', 'deflate', 'br', ...(zstd ? ['zstd'] : [])].join(', ')

/** The very same event again and again shrinks to a three-hundredth; a bomb to a thousandth. */
const MAX_RATIO = 500
/** A small body may become this much whatever its ratio. */
const ALWAYS_BYTES = 1024 * 1024
/** Up to here the trip to another thread costs more than the work. */
const SMALL_BYTES = 8 * 1024
/** As many as the runtime has threads for it: more at once would be no faster, and hold more memory. */
const atOnce = pLimit(4)

/** Whether there is nothing to take apart: what most bodies are. */
export const isPlain = (body: Uint8Array, encoding: string | undefined): boolean =>
  encoding === undefined && !isGzip(body)

/** The bytes as they were before `encoding`. Throws a `Refusal` when that is unknown, broken, or beyond a cap. */
export async function decompress(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const stated = encoding?.trim().toLowerCase() || 'identity'
  // A body that nobody called compressed may be so all the same: several SDKs send gzip as plain text.
  const name = stated === 'identity' && isGzip(body) ? 'gzip' : stated
  if (name === 'identity') return body
  const run = decompressorOf(name, body)
  if (!run) throw new Refusal('unsupported_encoding', `expected content-encoding ${ENCODINGS} or none`)
  const maxOutputLength = Math.min(maxBytes, Math.max(ALWAYS_BYTES, body.length * MAX_RATIO))
  const tooLarge = (): Refusal => beyond(maxOutputLength === maxBytes ? maxBytes : undefined)
  if (isGzip(body) && lengthIn(body) > maxOutputLength) throw tooLarge()
  try {
    return await run(body, { maxOutputLength })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new Refusal('corrupt_encoding', `the body is not valid ${name}`)
  }
}

/** `maxBytes` is absent where the ratio was the cap. */
function beyond(maxBytes: number | undefined): Refusal {
  const expected =
    maxBytes === undefined ? `at most ${MAX_RATIO} times its size` : `at most ${maxBytes} bytes`
  return new Refusal('payload_too_large', `the body is too large once decompressed: expected ${expected}`)
}

/**
 * What gzip says at its end about its length before (RFC 1952, ISIZE): a bomb that does not lie costs nothing at all.
 * One that lies is caught by the cap while it is taken apart.
 */
const lengthIn = (body: Uint8Array): number =>
  body.length < GZIP_FRAME_BYTES
    ? 0
    : new DataView(body.buffer, body.byteOffset + body.length - 4, 4).getUint32(0, true)
/** Head and tail of the shortest gzip there is. */
const GZIP_FRAME_BYTES = 18

function decompressorOf(name: string, body: Uint8Array): Decompress | undefined {
  if (name === 'gzip' || name === 'x-gzip')
    return body.length <= SMALL_BYTES ? zlib.gunzipSync : inTurn(SLOW.gzip)
  // The standard means zlib's format; senders that leave out its header are as common.
  if (name === 'deflate') return inTurn(hasZlibHeader(body) ? SLOW.inflate : SLOW.inflateRaw)
  if (name === 'br') return inTurn(SLOW.br)
  return name === 'zstd' && slowZstd ? inTurn(slowZstd) : undefined
}

const inTurn =
  (run: Decompress): Decompress =>
  (body, options) =>
    atOnce(() => run(body, options))

const isGzip = (body: Uint8Array): boolean => body[0] === 0x1f && body[1] === 0x8b

/** RFC 1950: method 8 in the low bits, and the first two bytes a multiple of 31. */
const hasZlibHeader = ([first = 0, second = 0]: Uint8Array): boolean =>
  (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
