/** From the bytes of a request to one parsed JSON value, with the plain bytes kept for the log. */
import { Refusal } from '../errors.ts'
import { inUtf8 } from './charset.ts'
import { decompress, isPlain } from './decompress.ts'

export interface Decoded {
  /** The JSON text, decompressed, as the client wrote it. */
  bytes: Uint8Array
  value: unknown
}

/** What a request says about its body; neither is trusted further than it must be. */
export interface BodyHeaders {
  'content-encoding'?: string | undefined
  'content-type'?: string | undefined
}

/** Decompresses (never beyond `maxBytes`) and parses. Throws a `Refusal` that says what was wrong. */
export async function decode(body: Uint8Array, headers: BodyHeaders, maxBytes: number): Promise<Decoded> {
  const encoding = headers['content-encoding']
  const plain = isPlain(body, encoding) ? body : await decompress(body, encoding, maxBytes)
  return decodePlain(inUtf8(plain, headers['content-type']), headers)
}

/** The same for a body that is not packed, and in UTF-8. */
export const decodePlain = (plain: Uint8Array, headers: BodyHeaders): Decoded =>
  parse(withoutMark(plain), headers['content-type'])

function parse(bytes: Uint8Array, contentType: string | undefined): Decoded {
  try {
    return { bytes, value: JSON.parse(textOf(bytes)) }
  } catch (error) {
    throw unreadable(error, contentType)
  }
}

export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

/** JSON is taken whatever the header calls it; what is no JSON and does not claim to be is of the wrong type. */
export function unreadable(error: unknown, contentType: string | undefined): Refusal {
  const claimsJson = !contentType || /json|^text\/plain|x-www-form-urlencoded|octet-stream/i.test(contentType)
  return claimsJson
    ? new Refusal('unreadable_json', `the body is not JSON: ${reasonOf(error)}`)
    : new Refusal('unsupported_media_type', 'expected JSON, as application/json or text/plain')
}

/** A byte order mark is legal in a file and fatal to JSON.parse. */
export const withoutMark = <Bytes extends Uint8Array>(bytes: Bytes): Bytes =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? (bytes.subarray(3) as Bytes) : bytes

/** V8 quotes the text around the mistake, which may be personal: keep only what kind of mistake it was. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : 'unreadable').replace(/,? ?"[^]*$/, '').slice(0, 120)
