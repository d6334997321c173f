/** UUID version 7: unguessable, and sorted by the millisecond it was made in. */

/** Bytes as hexadecimal digits, two each; at most six of them, which a number holds. */
const hex = (bytes: Uint8Array): string =>
  bytes
    .reduce((number, byte) => number * 256 + byte, 1)
    .toString(16)
    .slice(1)

/** Makes an id from Unix milliseconds; `random` answers as many bytes as it is asked for, which are overwritten. */
export function messageId(now: number, random: (count: number) => Uint8Array): string {
  const [first, last] = [random(5), random(5)]
  // Version 7 and the variant stand where the standard puts them.
  first[0] = 0x70 | ((first[0] as number) & 0x0f)
  first[2] = 0x80 | ((first[2] as number) & 0x3f)
  const time = (2 ** 48 + now).toString(16).slice(1)
  return (time + hex(first) + hex(last)).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
