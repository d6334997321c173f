/** Cuts the next batch from the queue and writes its body, sharing what its events have in common. */
import type { Row } from './row.ts'

export interface BatchLimits {
  events: number
  bytes: number
}

/** What the frame and the shared context may take beside the rows, in bytes. */
const FRAME_BYTES = 2_048

/** The first rows of `waiting` that fit one request and share their constant context; one at least. */
export function cut(waiting: readonly Row[], { events, bytes }: BatchLimits): Row[] {
  let left = bytes - FRAME_BYTES
  const base = waiting[0]?.base
  const end = waiting.findIndex((row, index) => {
    left -= row.bytes
    return row.base !== base || index >= events || (index > 0 && left < 0)
  })
  return waiting.slice(0, end === -1 ? undefined : end)
}

/** The body of `POST /v1/batch`. What every event's context has in common is said once. */
export function bodyOf(batch: readonly Row[], writeKey: string, sentAt: number): string {
  const { base = '', own = '' } = batch[0] ?? {}
  const shared = batch.every((row) => row.own === own)
  const events = shared ? batch.map(({ text }) => text) : batch.map((row) => within(row.text, row.own))
  const frame = { writeKey, sentAt: new Date(sentAt).toISOString() }
  const context = join(base, shared ? own : '')
  return `${JSON.stringify(frame).slice(0, -1)},"context":${context},"batch":[${events.join(',')}]}`
}

const within = (text: string, context: string): string => `${text.slice(0, -1)},"context":${context}}`

/** One JSON object out of two that share no key. */
export function join(left: string, right: string): string {
  const fields = [left, right].map((json) => json.slice(1, -1)).filter((inner) => inner !== '')
  return `{${fields.join(',')}}`
}
