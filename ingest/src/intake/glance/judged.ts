/** A batch of which nothing was made, for those behind the door: its events are parsed when somebody asks for them, and once. */
import type { JudgedBatch } from '../batch.ts'
import { textOf } from '../decode.ts'
import type { Glimpse } from './batch.ts'

export function judgedByGlance({ events, device }: Glimpse, bytes: Uint8Array): JudgedBatch {
  let parsed: unknown[] | undefined
  return {
    get events() {
      parsed ??= (JSON.parse(textOf(bytes)) as { batch: unknown[] }).batch
      return parsed
    },
    accepted: events,
    rejected: [],
    shape: 'batch',
    device,
  }
}
