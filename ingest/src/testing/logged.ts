/** What would be logged of a judged batch, but for the name that each batch is given. */
import { decodeRecord } from '@firefly/protocol/record'
import { type Origin, recordOf } from '../intake/accept.ts'
import type { JudgedBatch } from '../intake/batch.ts'

const ORIGIN: Origin = {
  grant: { project: 'p', key: 'k', kind: 'write', maySee: 5 },
  receivedAt: 1,
  noted: {},
  userAgent: 'agent',
  hints: undefined,
  history: false,
}

export interface Logged {
  key: string
  events: number
  header: object
  body: unknown
}

export function logged(batch: JudgedBatch, bytes: Uint8Array): Logged {
  const record = recordOf(batch, bytes, ORIGIN)
  const decoded = record && decodeRecord(record.value)
  if (!decoded?.ok) throw new Error('nothing to log')
  const { key, events } = record as { key: string; events: number }
  const body: unknown = JSON.parse(Buffer.from(decoded.body).toString('utf8'))
  return { key, events, header: { ...decoded.header, batchId: '' }, body }
}
