/** Takes a compressed body apart under three caps: what it may become, how many times its size, and how many at once. */
import zlib from 'node:zlib'
import pLimit from 'p-limit'
import { Refusal } from '../errors.ts'
import { ENCODINGS, encodingOf, isGzip, unpackerOf } from './encodings.ts'
import { TooLarge, unpack } from './unpack.ts'

/** The very same event again and again shrinks to a three-hundredth; a bomb to a thousandth. */
const MAX_RATIO = 500
/** No deflated byte can become more: a length beyond is what other bytes look like, at the end of a body that was cut, say. */
const DEFLATE_MAX_RATIO = 1032
/** A small body may become this much whatever its ratio. */
const ALWAYS_BYTES = 1024 * 1024
/** Up to here the trip to another thread costs more than the work, if it becomes no more than that. */
const SMALL_BYTES = 8 * 1024
const SMALL_UNPACKED_BYTES = 256 * 1024
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
  const name = encodingOf(body, encoding)
  if (name === 'identity') return body
  const unpacker = unpackerOf(name, body)
  if (!unpacker) throw new Refusal('unsupported_encoding', `expected content-encoding ${ENCODINGS} or none`)
  const most = Math.min(maxBytes, Math.max(ALWAYS_BYTES, body.length * MAX_RATIO))
  const tooLarge = (): Refusal => beyond(most === maxBytes ? maxBytes : undefined)
  const length = name.endsWith('gzip') ? lengthIn(body) : undefined
  if (length !== undefined && length > body.length * DEFLATE_MAX_RATIO) throw corrupt(name)
  if (length !== undefined && length > most) throw tooLarge()
  try {
    if (body.length <= SMALL_BYTES && length !== undefined && length <= SMALL_UNPACKED_BYTES)
      return zlib.gunzipSync(body, { maxOutputLength: most })
    // A short body is bounded by itself already.
    const freeBytes = body.length <= SMALL_BYTES ? most : SMALL_UNPACKED_BYTES
    return await atOnce(() => unpack(unpacker(), body, { maxBytes: most, maxRatio: MAX_RATIO, freeBytes }))
  } catch (error) {
    if (error instanceof TooLarge || (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge()
    throw corrupt(name)
  }
}

const corrupt = (name: string): Refusal => new Refusal('corrupt_encoding', `the body is not valid ${name}`)

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
  body.length < GZIP_FRAME_BYTES || !isGzip(body)
    ? 0
    : new DataView(body.buffer, body.byteOffset + body.length - 4, 4).getUint32(0, true)
/** Head and tail of the shortest gzip there is. */
const GZIP_FRAME_BYTES = 18
