/** From one record of the log to the events it holds, each with all that is known about its arrival. */
import { decodeRecord, type RecordHeader } from '@firefly/protocol/record'
import type { Context, Event } from '@firefly/protocol/wire'
import { contextsOver } from './context.ts'
import { withRoom } from './room.ts'

/** One event on its way through a pipeline. */
export interface Arrival {
  /** The event as it came over the wire. */
  wire: Event
  /** The event's own context over that of its batch. */
  context: Context
  header: RecordHeader
  /** Unix milliseconds at which the client says it sent the batch. */
  sentAt: number | undefined
  /** Place in the body, which names events without a `messageId`. */
  index: number
  partition: number
  offset: number
}

type Place = Pick<Arrival, 'partition' | 'offset'>

export type Opened =
  | { ok: true; header: RecordHeader; arrivals: Arrival[]; erased: number }
  | { ok: false; reason: 'unknown_version' | 'undecodable'; detail: string }

/** Opens a record; never throws. Events that ingest rejected are left out. */
export function openRecord(value: Uint8Array, partition: number, offset: number): Opened {
  const decoded = decodeRecord(value)
  if (!decoded.ok) return decoded
  const { header, body } = decoded
  try {
    const json: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'))
    const arrivals = arrivalsOf(header, json, { partition, offset })
    return { ok: true, header, arrivals, erased: header.erased?.length ?? 0 }
  } catch (error) {
    return { ok: false, reason: 'undecodable', detail: error instanceof Error ? error.name : 'unknown error' }
  }
}

interface Frame {
  batch: Event[]
  sentAt?: string
  context?: Context
}

function arrivalsOf(header: RecordHeader, json: unknown, at: Place): Arrival[] {
  const { batch, sentAt, context } = frameOf(header, json)
  const { partition, offset } = at
  const left =
    header.rejected || header.erased
      ? new Set([...(header.rejected ?? []), ...(header.erased ?? [])])
      : undefined
  const [sent, inContext] = [instant(sentAt), contextsOver(context)]
  const arrivals: Arrival[] = []
  for (const [index, wire] of batch.entries()) {
    if (left?.has(index)) continue
    const own = inContext(wire.context)
    arrivals.push(withRoom({ wire, context: own, header, sentAt: sent, index, partition, offset }))
  }
  return arrivals
}

function frameOf(header: RecordHeader, json: unknown): Frame {
  if (header.shape === 'batch') return json as Frame
  if (header.shape === 'list') return { batch: json as Event[] }
  const event = json as Event & { sentAt?: string }
  const typed = header.type ? { ...event, type: header.type } : event
  return event.sentAt ? { batch: [typed], sentAt: event.sentAt } : { batch: [typed] }
}

function instant(text: string | null | undefined): number | undefined {
  const time = text ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
