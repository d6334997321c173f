/** Cuts the next batch from the queue and writes its body, sharing what its events have in common. */
import type { Row } from './row.ts'

/** What the frame and the shared context may take beside the rows, in bytes. */
const FRAME_BYTES = 2_048

/** The first rows of `waiting` that fit one request and share their constant context; one at least. */
export function cut(waiting: readonly Row[], mostEvents: number, mostBytes: number): Row[] {
  let left = mostBytes - FRAME_BYTES
  const end = waiting.findIndex(({ base, bytes }, index) => {
    left -= bytes
    return index > 0 && (left < 0 || index >= mostEvents || base !== (waiting[0] as Row).base)
  })
  return waiting.slice(0, end < 0 ? waiting.length : end)
}

/**
 * The body of `POST /v1/batch`; a batch is never empty. What every event's context has in common is said once.
 * `late` is more of the context as JSON; rows that share none have theirs whole.
 */
export function bodyOf(batch: readonly Row[], writeKey: string, sentAt: number, late = '{}'): string {
  const { base, own: first } = batch[0] as Row
  const shared = batch.every(({ own }) => own === first)
  const events = batch.map(({ text, own }) => (shared ? text : join(text, `{"context":${own}}`)))
  const context = join(base && late, base, shared ? first : '')
  const frame = JSON.stringify({ writeKey, sentAt: new Date(sentAt) })
  return join(frame, `{"context":${context},"batch":[${events.join()}]}`)
}

/** One JSON object out of some that share no key; an empty text adds nothing. */
export const join = (...parts: string[]): string =>
  `{${parts
    .map((json) => json.slice(1, -1))
    .filter(Boolean)
    .join()}}`
