/** The checksum Sensors' SDKs put beside their data: Java's `String.hashCode`, a signed 32-bit number. */
import { Refusal } from '../../errors.ts'

export function javaHash(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0
  return hash
}

/** A checksum that is absent or no number checks nothing. */
export function checkCrc(text: string, claimed: string | undefined): void {
  const crc = Number(claimed)
  if (!claimed || !Number.isInteger(crc) || crc === javaHash(text)) return
  throw new Refusal('corrupt_encoding', 'crc: does not match the data, which was changed or cut on its way')
}
