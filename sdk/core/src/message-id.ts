/** UUID version 7: unguessable, and sorted by the millisecond it was made in. */

const hex = (byte: number): string => (256 + byte).toString(16).slice(1)

/** Makes an id from Unix milliseconds; `random` answers as many bytes as it is asked for. */
export function messageId(now: number, random: (count: number) => Uint8Array): string {
  const time = (2 ** 48 + now).toString(16).slice(1)
  // Version 7 and the variant stand where the standard puts them.
  return (time + Array.from(random(9), hex).join('')).replace(
    /(.{8})(.{4})(...)(...)(.{12})/,
    '$1-$2-7$3-a$4-$5',
  )
}
