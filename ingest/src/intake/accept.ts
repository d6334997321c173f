/** Writes the accepted part of a body to the log, and answers only after it is durable. */
import type { EventLog } from '@firefly/event-log/port'
import type { Grant } from '@firefly/protocol/keys'
import { encodeRecord, type RecordHeader } from '@firefly/protocol/record'
import { Refusal } from '../errors.ts'
import type { JudgedBatch } from './batch.ts'

/** Where a body came from. */
export interface Origin {
  grant: Grant
  receivedAt: number
  batchId: string
  /** What the project's settings let be written about it. */
  noted: Pick<RecordHeader, 'ip' | 'keepIp' | 'clock' | 'sample'>
  userAgent: string | undefined
  history: boolean
}

/** Resolves when durable, with the seconds that the log took. Throws a 503 `Refusal` when the log does not take it: nothing is then acknowledged. */
export async function accept(
  log: EventLog,
  batch: JudgedBatch,
  bytes: Uint8Array,
  origin: Origin,
): Promise<number> {
  if (batch.accepted === 0) return 0
  const value = encodeRecord(headerOf(batch, origin), bytes)
  const started = performance.now()
  const done = await log.append({ key: deviceOf(batch) ?? origin.batchId, value, events: batch.accepted })
  if (done.outcome === 'appended') return (performance.now() - started) / 1000
  if (done.outcome === 'overloaded')
    throw new Refusal('overloaded', 'too much is waiting to be written; try again', {
      retryAfter: Math.max(1, Math.ceil(done.retryAfterMs / 1000)),
    })
  throw new Refusal('unavailable', 'the log cannot take events now; try again', { retryAfter: 5 })
}

function headerOf(batch: JudgedBatch, origin: Origin): RecordHeader {
  const { grant, receivedAt, batchId, noted, userAgent, history } = origin
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
  return { ...header, ...noted }
}

const leftOut = ({ rejected, unwantedAt = [] }: JudgedBatch): number[] => [
  ...rejected.map(({ index }) => index),
  ...unwantedAt,
]

/** The device of the first accepted event; one device a batch is what SDKs send. */
function deviceOf(batch: JudgedBatch): string | undefined {
  const refused = new Set(leftOut(batch))
  const first = batch.events.find((_, index) => !refused.has(index)) as {
    anonymousId?: string
    userId?: string
  }
  return first.anonymousId || first.userId
}
