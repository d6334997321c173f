/**
 * ingest → log → processors: one record per HTTP batch.
 * Layout: version (1 byte) · header length (u32, little endian) · header (JSON) · body (the JSON the client sent).
 * The body is passed on untouched, so nothing is serialised again between the socket and the log.
 */
import type { ClientHints } from './client-hints.ts'
import type { EventType } from './names.ts'

export const RECORD_VERSION = 1
const PREFIX_BYTES = 5

/** What ingest knows about a batch beyond its bytes. */
export interface RecordHeader {
  project: string
  /** Made once by ingest; names the events that came without a `messageId`. */
  batchId: string
  /** Unix milliseconds at which the request was read. */
  receivedAt: number
  /** How the body is to be read: a batch object, one event, or a list of events. */
  shape: 'batch' | 'event' | 'list'
  /** The route's type, where the body has none (`POST /v1/track`). */
  type?: EventType
  /** How many events of the body were accepted. */
  events: number
  /** Places of the refused events in the body. */
  rejected?: number[]
  /** Places of events that were accepted and taken out since, because their person was erased. */
  erased?: number[]
  /** History: event times are taken as they are, without clock correction. */
  history?: true
  /** Whose clock tells when an event happened; the device's, corrected, when absent. */
  clock?: 'device' | 'server'
  /** As much of the address as the project allows to be written down; enough to find the place. */
  ip?: string
  /** The address is kept as the event's `$ip`; otherwise it goes no further than finding the place. */
  keepIp?: true
  /** The share of devices whose events were let in, when not all. */
  sample?: number
  userAgent?: string
  /** What the browser says of itself beside its user agent. */
  hints?: ClientHints
}

/** What came out of the log: a record, or why it cannot be read. */
export type DecodedRecord =
  | { ok: true; header: RecordHeader; body: Uint8Array }
  | { ok: false; reason: 'unknown_version' | 'undecodable'; detail: string }

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Gives a buffer of so many bytes, whatever is in it. */
type Allocate = (bytes: number) => Uint8Array

/** Splices header and body into one buffer. `O(body)` copy, no parsing. */
export function encodeRecord(
  header: RecordHeader,
  body: Uint8Array,
  allocate: Allocate = (bytes) => new Uint8Array(bytes),
): Uint8Array {
  const text = JSON.stringify(header)
  // Nearly every header has as many bytes as characters, and is written where it belongs at once.
  const record = framed(text.length, body, allocate)
  const { read } = encoder.encodeInto(text, record.subarray(PREFIX_BYTES, PREFIX_BYTES + text.length))
  return read === text.length ? record : encodeLonger(encoder.encode(text), body, allocate)
}

function encodeLonger(head: Uint8Array, body: Uint8Array, allocate: Allocate): Uint8Array {
  const record = framed(head.length, body, allocate)
  record.set(head, PREFIX_BYTES)
  return record
}

/** All but the header, whose room is left free. */
function framed(headBytes: number, body: Uint8Array, allocate: Allocate): Uint8Array {
  const record = allocate(PREFIX_BYTES + headBytes + body.length)
  record[0] = RECORD_VERSION
  for (let at = 0; at < 4; at++) record[1 + at] = headBytes >>> (8 * at)
  record.set(body, PREFIX_BYTES + headBytes)
  return record
}

/** Reads a record back; never throws. */
export function decodeRecord(record: Uint8Array): DecodedRecord {
  if (record[0] !== RECORD_VERSION)
    return { ok: false, reason: 'unknown_version', detail: `record version ${record[0] ?? 'none'}` }
  try {
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
    const end = PREFIX_BYTES + view.getUint32(1, true)
    if (end > record.length) return { ok: false, reason: 'undecodable', detail: 'header is cut short' }
    const header = JSON.parse(decoder.decode(record.subarray(PREFIX_BYTES, end))) as RecordHeader
    return { ok: true, header, body: record.subarray(end) }
  } catch (error) {
    return {
      ok: false,
      reason: 'undecodable',
      detail: error instanceof Error ? error.message : String(error),
    }
  }
}
