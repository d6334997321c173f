/** Bodies in another charset than UTF-8, such as servers of some age still write (GBK, ISO-8859-1, UTF-16): put into UTF-8. */
import { isUtf8 } from 'node:buffer'

const CHARSET = /;\s*charset\s*=\s*"?([\w.:-]+)/i
const UTF8 = /^utf-?8$/i
const WIDE = /^utf-?16/i

/** `bytes` as they are where the type names no other charset, where it is wrong about it, and where nobody knows that charset. */
export function inUtf8(bytes: Uint8Array, contentType: string | undefined): Uint8Array {
  const charset = contentType === undefined ? undefined : CHARSET.exec(contentType)?.[1]
  if (charset === undefined || UTF8.test(charset) || !isBorneOut(bytes, charset)) return bytes
  try {
    return Buffer.from(new TextDecoder(charset).decode(bytes))
  } catch {
    return bytes
  }
}

/** JSON has zero bytes in UTF-16, for its braces at least, and none in a charset of single bytes or in UTF-8. */
const isBorneOut = (bytes: Uint8Array, charset: string): boolean =>
  bytes.includes(0) ? WIDE.test(charset) : !WIDE.test(charset) && !isUtf8(bytes)
