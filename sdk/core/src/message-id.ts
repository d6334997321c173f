/** UUID version 7: unguessable, and sorted by the millisecond it was made in. */

const HEX = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1))
/** Where the hyphens go: before these bytes. */
const HYPHENS = [4, 6, 8, 10]

/** Makes an id from Unix milliseconds and 16 random bytes, which it overwrites. */
export function messageId(now: number, bytes: Uint8Array): string {
  for (let at = 5, time = now; at >= 0; at--, time = Math.floor(time / 256)) bytes[at] = time % 256
  bytes[6] = 0x70 | (at(bytes, 6) & 0x0f)
  bytes[8] = 0x80 | (at(bytes, 8) & 0x3f)
  let id = ''
  for (let index = 0; index < 16; index++) {
    if (HYPHENS.includes(index)) id += '-'
    id += HEX[at(bytes, index)]
  }
  return id
}

const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0
