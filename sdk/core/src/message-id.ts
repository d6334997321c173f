/** UUID version 7: unguessable, and sorted by the millisecond it was made in. */

/** Makes an id from Unix milliseconds and 16 random bytes, which it overwrites. */
export function messageId(now: number, bytes: Uint8Array): string {
  // Version 7 and the variant stand where the standard puts them.
  bytes[6] = (Number(bytes[6]) & 0x0f) | 0x70
  bytes[8] = (Number(bytes[8]) & 0x3f) | 0x80
  let random = ''
  bytes.forEach((byte) => {
    random += (byte + 256).toString(16).slice(1)
  })
  const digits = `00000000000${now.toString(16)}`.slice(-12) + random.slice(12)
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
