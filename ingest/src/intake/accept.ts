/** What of a judged body goes into the log, and the wait until it is durable there. */
import type { EventLog, NewRecord } from '@firefly/event-log/port'
import { createSlab } from '@firefly/event-log/slab'
import type { ClientHints } from '@firefly/protocol/client-hints'
import type { Grant } from '@firefly/protocol/keys'
import { encodeRecord, type RecordHeader } from '@firefly/protocol/record'
import { Refusal } from '../errors.ts'
import { newBatchId } from './batch-id.ts'
import type { JudgedBatch } from './batch.ts'

/** Where a body came from. */
export interface Origin {
  grant: Grant
  receivedAt: number
  /** What the project's settings let be written about it. */
  noted: Pick<RecordHeader, 'ip' | 'keepIp' | 'clock' | 'sample'>
  userAgent: string | undefined
  /** What the browser says of itself beside it. */
  hints: ClientHints | undefined
  history: boolean
}

const slab = createSlab()

/** The accepted part of a body as one record; nothing when nothing was accepted. */
export function recordOf(batch: JudgedBatch, bytes: Uint8Array, origin: Origin): NewRecord | undefined {
  if (batch.accepted === 0) return undefined
  const batchId = newBatchId()
  const value = encodeRecord(headerOf(batch, batchId, origin), bytes, slab.cut)
  return { key: deviceOf(batch) ?? batchId, value, events: batch.accepted }
}

/** Resolves when durable, with the seconds that the log took. Throws a 503 `Refusal` when the log does not take it: nothing is then acknowledged. */
export async function append(log: EventLog, record: NewRecord): Promise<number> {
  const started = performance.now()
  const done = await log.append(record)
  if (done.outcome === 'appended') return (performance.now() - started) / 1000
  if (done.outcome === 'overloaded')
    throw new Refusal('overloaded', 'too much is waiting to be written; try again', {
      retryAfter: Math.max(1, Math.ceil(done.retryAfterMs / 1000)),
    })
  throw new Refusal('unavailable', 'the log cannot take events now; try again', { retryAfter: 5 })
}

function headerOf(batch: JudgedBatch, batchId: string, origin: Origin): RecordHeader {
  const { grant, receivedAt, noted, userAgent, hints, history } = origin
  const header: RecordHeader = {
    project: grant.project,
    batchId,
    receivedAt,
    shape: batch.shape,
    events: batch.accepted,
  }
  if (batch.type) header.type = batch.type
  const left = leftOut(batch)
  if (left.length > 0) header.rejected = left
  if (history) return { ...header, history: true }
  if (userAgent !== undefined) header.userAgent = userAgent.slice(0, 1_024)
  if (hints) header.hints = hints
  return Object.assign(header, noted)
}

const leftOut = ({ rejected, unwantedAt = [] }: JudgedBatch): number[] => [
  ...rejected.map(({ index }) => index),
  ...unwantedAt,
]

/** The device of the first accepted event; one device a batch is what SDKs send. */
function deviceOf(batch: JudgedBatch): string | undefined {
  const refused = new Set(leftOut(batch))
  if (batch.device !== undefined && !refused.has(0)) return batch.device
  const first = batch.events().find((_, index) => !refused.has(index)) as {
    anonymousId?: string
    userId?: string
  }
  return first.anonymousId || first.userId
}
