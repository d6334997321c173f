/** Delivery as a pure state machine: what an answer means for its batch, and when to try again. */
import { isRetryable, MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import type { BatchAnswer, ErrorAnswer, Rejection } from '@firefly/protocol/verdicts'
import type { Answer } from './platform.ts'

export interface DeliveryState {
  /** Failures in a row. */
  failures: number
  /** Unix milliseconds before which nothing is sent. */
  notBefore: number
  /** Most events in the next batch; shrinks when the collector finds a batch too large. */
  mostEvents: number
}

/** What becomes of a batch. Only `retry` and `split` leave its events in the queue. */
export type Outcome =
  | { kind: 'delivered'; rejected: Rejection[] }
  | { kind: 'refused'; status: number; message: string }
  | { kind: 'split' }
  | { kind: 'retry'; status: number; inMs: number }

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 5 * 60_000
/** A collector may ask for more patience than we would have, within reason. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000

export const startDelivery = (): DeliveryState => ({
  failures: 0,
  notBefore: 0,
  mostEvents: MAX_BATCH_EVENTS,
})

/** How long to wait before the next batch, in milliseconds. A clock set back never waits longer than the longest wait. */
export const waitOf = ({ notBefore }: DeliveryState, now: number): number =>
  Math.min(Math.max(0, notBefore - now), LONGEST_RETRY_AFTER_MS)

/** The user or the network is back: no reason to wait for a failure of before. */
export const hurry = (state: DeliveryState): DeliveryState => ({ ...state, notBefore: 0 })

/** Applies the answer to a batch of `size` events. `random` in [0, 1) spreads retries of many devices. */
export function settle(
  state: DeliveryState,
  answer: Answer,
  size: number,
  { now, random }: { now: number; random: number },
): [DeliveryState, Outcome] {
  const outcome = outcomeOf(state, answer, size, now, random)
  if (outcome.kind === 'retry')
    return [{ ...state, failures: state.failures + 1, notBefore: now + outcome.inMs }, outcome]
  const mostEvents =
    outcome.kind === 'split' ? Math.ceil(size / 2) : Math.min(state.mostEvents * 2, MAX_BATCH_EVENTS)
  return [{ failures: 0, notBefore: 0, mostEvents }, outcome]
}

function outcomeOf(state: DeliveryState, answer: Answer, size: number, now: number, random: number): Outcome {
  const { status, body = '' } = answer
  // A page of HTML behind a 200 is a captive portal or a proxy, not the collector: it has kept nothing.
  const isAnswer = status !== 0 && !(status < 300 && /^\s*</.test(body))
  if (!isAnswer || isRetryable(status))
    return { kind: 'retry', status, inMs: waitAfter(state.failures, answer, now, random) }
  if (status < 300) return { kind: 'delivered', rejected: parse<BatchAnswer>(body).rejected ?? [] }
  if (status === 413 && size > 1) return { kind: 'split' }
  const { rejected, code, message } = parse<BatchAnswer & ErrorAnswer>(body)
  if (rejected?.length === size) return { kind: 'delivered', rejected }
  return { kind: 'refused', status, message: [code, message].filter(Boolean).join(': ') }
}

/** Doubles from a second to five minutes, at random between half and all of it; `Retry-After` is never undercut. */
function waitAfter(failures: number, { retryAfter }: Answer, now: number, random: number): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + random / 2)
  return Math.round(Math.max(wait, Math.min(asked(retryAfter, now), LONGEST_RETRY_AFTER_MS)))
}

/** `Retry-After` in milliseconds, from seconds or a date; 0 when there is none. */
function asked(header: string | undefined, now: number): number {
  if (!header) return 0
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000
  return ms > 0 ? ms : 0
}

function parse<Shape>(body: string): Partial<Shape> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    // The status alone decides; an answer without a readable body has no details to tell.
    return {}
  }
}
