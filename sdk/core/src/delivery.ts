/** Delivery as a pure state machine: what an answer means for its batch, and when to try again. */
import { isRetryable, MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import type { BatchAnswer, ErrorAnswer, Rejection } from '@firefly/protocol/verdicts'
import { objectIn } from './json.ts'
import type { Answer } from './platform.ts'

export interface DeliveryState {
  /** Failures in a row. */
  readonly failures: number
  /** Unix milliseconds before which nothing is sent. */
  readonly notBefore: number
  /** Most events in the next batch; shrinks when the collector finds a batch too large. */
  readonly mostEvents: number
}

/** What becomes of a batch. Only `retry` leaves its events in the queue, to go in smaller batches after a 413. */
export type Outcome =
  | { kind: 'delivered'; rejected: Rejection[] }
  | { kind: 'refused'; status: number; message: string }
  | { kind: 'retry'; status: number; inMs: number }

const TOO_LARGE = 413
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 5 * 60_000
/** A collector may ask for more patience than we would have, within reason. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000

export const startDelivery = (): DeliveryState => ({
  failures: 0,
  notBefore: 0,
  mostEvents: MAX_BATCH_EVENTS,
})

/** How long to wait before the next batch, in milliseconds; bounded, for the clock may have been set back. */
export const waitOf = ({ notBefore }: DeliveryState, now: number): number =>
  Math.min(Math.max(0, notBefore - now), LONGEST_RETRY_AFTER_MS)

/** Applies the answer to a batch of `size` events. `random` in [0, 1) spreads the retries of many devices. */
export function settle(
  { failures, mostEvents }: DeliveryState,
  { status, body = '', retryAfter }: Answer,
  size: number,
  now: number,
  random: number,
): [DeliveryState, Outcome] {
  if (status === TOO_LARGE && size > 1)
    return [
      { failures: 0, notBefore: 0, mostEvents: Math.ceil(size / 2) },
      { kind: 'retry', status, inMs: 0 },
    ]
  // A page of HTML behind a 200 is a captive portal or a proxy, not the collector: it has kept nothing.
  if (!status || isRetryable(status) || (status < 300 && /^\s*</.test(body))) {
    const inMs = waitAfter(failures, retryAfter, now, random)
    return [
      { failures: failures + 1, notBefore: now + inMs, mostEvents },
      { kind: 'retry', status, inMs },
    ]
  }
  const { rejected: listed, code, message } = objectIn(body) as Partial<BatchAnswer & ErrorAnswer>
  const rejected = Array.isArray(listed) ? listed : []
  return [
    { failures: 0, notBefore: 0, mostEvents: Math.min(mostEvents * 2, MAX_BATCH_EVENTS) },
    status < 300 || rejected.length === size
      ? { kind: 'delivered', rejected }
      : { kind: 'refused', status, message: `${code}: ${message}` },
  ]
}

/** Doubles from a second to five minutes, at random between half and all of it; `Retry-After` is never undercut. */
function waitAfter(
  failures: number,
  retryAfter: string | null | undefined,
  now: number,
  random: number,
): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + random / 2)
  return Math.max(wait, Math.min(asked(retryAfter || '0', now), LONGEST_RETRY_AFTER_MS))
}

/** `Retry-After` in milliseconds, from seconds or a date; 0 when it is neither. */
const asked = (header: string, now: number): number => Number(header) * 1000 || Date.parse(header) - now || 0
