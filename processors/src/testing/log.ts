/** For tests: batches into a log, as ingest would append them, and waiting until processors have worked them off. */
import type { EventLog } from '@firefly/event-log/port'
import { encodeRecord, type RecordHeader } from '@firefly/protocol/record'
import { expect } from 'vitest'
import { type Totals, totalsOf } from '../progress.ts'

/** Of events of one device; what is not said of the header is of no consequence. */
export function recordOf(
  project: string,
  batch: readonly object[],
  more: Partial<RecordHeader> = {},
): Uint8Array {
  const header = { project, batchId: 'b', receivedAt: Date.now(), events: batch.length, ...more }
  return encodeRecord({ ...header, shape: 'batch' }, Buffer.from(JSON.stringify({ batch })))
}

export const append = (
  log: EventLog,
  project: string,
  batch: readonly object[],
  more: Partial<RecordHeader> = {},
): Promise<unknown> =>
  log.append({ key: 'device', events: batch.length, value: recordOf(project, batch, more) })

export async function drained(log: EventLog): Promise<void> {
  await expect.poll(async () => (await log.lag('events')).records, { timeout: 120_000, interval: 10 }).toBe(0)
}

export const totals = async (log: EventLog): Promise<Totals> =>
  totalsOf((await log.positions('events')).map(({ note }) => note))
