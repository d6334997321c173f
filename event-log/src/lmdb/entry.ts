/** One stored record: appended at (f64) · events (u32) · events of the partition up to and with it (f64) · the value. */
import type { LogRecord } from '../port.ts'
import { createSlab } from '../slab.ts'

const PREFIX_BYTES = 20

export interface Entry {
  appendedAt: number
  events: number
  /** Events of this partition since the log began, this record's included: what makes lag exact. */
  total: number
  value: Uint8Array
}

const slab = createSlab()

export function encodeEntry({ appendedAt, events, total, value }: Entry): Buffer {
  const bytes = slab.cut(PREFIX_BYTES + value.length)
  bytes.writeDoubleLE(appendedAt, 0)
  bytes.writeUInt32LE(events, 8)
  bytes.writeDoubleLE(total, 12)
  bytes.set(value, PREFIX_BYTES)
  return bytes
}

export function decodeEntry(offset: number, bytes: Buffer): LogRecord & { total: number } {
  return {
    offset,
    appendedAt: bytes.readDoubleLE(0),
    events: bytes.readUInt32LE(8),
    total: bytes.readDoubleLE(12),
    value: bytes.subarray(PREFIX_BYTES),
  }
}
