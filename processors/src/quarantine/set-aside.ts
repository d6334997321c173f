/** What cannot become a row is kept whole: as a record that can be appended to the log again once the cause is gone. */
import type { LogRecord } from '@firefly/event-log/port'
import { encodeRecord, type RecordHeader } from '@firefly/protocol/record'
import type { QuarantineReason } from '@firefly/protocol/verdicts'
import type { Arrival } from '../arrival.ts'

export interface SetAside {
  project: string
  reason: QuarantineReason
  detail: string
  log_partition: number
  log_offset: number
  /** A record of the log in base64. */
  record: string
  events: number
}

export interface Why {
  reason: QuarantineReason
  detail: string
}

/** A record that could not be opened is kept as it is. */
export const setAsideRecord = (record: LogRecord, partition: number, why: Why): SetAside => ({
  ...why,
  project: '',
  log_partition: partition,
  log_offset: record.offset,
  record: base64(record.value),
  events: record.events,
})

/** One event of a batch is kept as a batch of one, with the context and the id it had among the others. */
export function setAsideEvent(arrival: Arrival, why: Why): SetAside {
  const { header, partition, offset } = arrival
  const value = encodeRecord({ ...withoutRejected(header), shape: 'batch', events: 1 }, alone(arrival))
  return {
    ...why,
    project: header.project,
    log_partition: partition,
    log_offset: offset,
    record: base64(value),
    events: 1,
  }
}

function alone({ wire, context, header, index, sentAt }: Arrival): Uint8Array {
  const event = { ...wire, context, messageId: wire.messageId || `${header.batchId}-${index}` }
  const sent = sentAt === undefined ? {} : { sentAt: new Date(sentAt).toISOString() }
  return Buffer.from(JSON.stringify({ ...sent, batch: [event] }))
}

/** Alone, an event has another place than it had, and its type is its own. */
function withoutRejected(header: RecordHeader): RecordHeader {
  const alone = { ...header }
  delete alone.rejected
  delete alone.type
  return alone
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
