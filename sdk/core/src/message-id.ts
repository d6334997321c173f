/** UUID version 7: unguessable, and sorted by the millisecond it was made in. */

/** Bytes as hexadecimal digits, two each; six at most, for on the way they are one number. */
const digitsOf = (bytes: Uint8Array): string =>
  bytes
    .reduce((sum, byte) => sum * 256 + byte, 1)
    .toString(16)
    .slice(1)

/** Makes an id from Unix milliseconds; `random` answers as many bytes as it is asked for. */
export function messageId(now: number, random: (count: number) => Uint8Array): string {
  const time = (2 ** 48 + now).toString(16)
  const bytes = random(9)
  const few = digitsOf(bytes.subarray(6, 9))
  // Version 7 and the variant stand where the standard puts them.
  return `${time.slice(1, 9)}-${time.slice(9)}-7${few.slice(3)}-a${few.slice(0, 3)}-${digitsOf(bytes.subarray(0, 6))}`
}
