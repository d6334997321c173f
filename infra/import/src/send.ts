/** Sends one batch of history; tries again what may be tried again, and no longer than it makes sense. */
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { isRetryable } from '@firefly/protocol/limits'
import type { BatchAnswer, Rejection } from '@firefly/protocol/verdicts'

export interface Target {
  host: string
  key: string
  /** Waits so many milliseconds; replaced where nobody wants to wait. */
  wait?: (milliseconds: number) => Promise<unknown>
}

/** A refusal that no retry can change; `message` is for the person who runs the import. */
export class SendError extends Error {
  override readonly name = 'SendError'
}

const TRIES = 10
const ANSWER_WITHIN_MS = 60_000
const LONGEST_WAIT_MS = 60_000
const zip = promisify(gzip)

/** Sends events, each as JSON. Resolves with the rejected ones once all others are durable. Rejects with `SendError`. */
export async function sendBatch(
  events: readonly string[],
  { host, key, wait = sleep }: Target,
): Promise<Rejection[]> {
  const body = await zip(`{"batch":[${events.join(',')}]}`)
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
  }
  let last = ''
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const answer = await attemptOnce(`${host}/v1/import`, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
    })
    if (answer.rejected) return answer.rejected
    last = answer.status === 0 ? answer.message : `${answer.status} ${answer.message}`
    if (answer.status !== 0 && !isRetryable(answer.status))
      throw new SendError(`${host} refused a batch: ${last}`)
    if (attempt < TRIES - 1) await wait(answer.retryAfterMs ?? backOff(attempt))
  }
  throw new SendError(`${host} did not take a batch in ${TRIES} tries, the last: ${last}`)
}

/** A quarter of a second, doubled each time up to ten, spread so that batches do not come back all at once. */
const backOff = (attempt: number): number => Math.min(10_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2)

interface Attempt {
  /** 0 when there was no answer. */
  status: number
  message: string
  /** There when the batch was taken, whole or in part. */
  rejected?: Rejection[]
  retryAfterMs?: number
}

async function attemptOnce(url: string, init: RequestInit): Promise<Attempt> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    const body = bodyOf(await response.text())
    const after = waitOf(response.headers.get('retry-after'))
    return {
      status: response.status,
      message: body.message ?? 'without a reason: is this Firefly?',
      ...(isAnswer(response.status, body) ? { rejected: body.rejected } : {}),
      ...(after === undefined ? {} : { retryAfterMs: after }),
    }
  } catch (error) {
    return { status: 0, message: reasonOf(error) }
  }
}

type Body = Partial<BatchAnswer> & { message?: string }

function bodyOf(text: string): Body {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

const isAnswer = (status: number, body: Body): body is Body & BatchAnswer =>
  (status === 200 || status === 400) && Array.isArray(body.rejected)

/** `Retry-After` is seconds or a date. */
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = Number(header)
  const milliseconds = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return milliseconds >= 0 ? Math.min(LONGEST_WAIT_MS, milliseconds) : undefined
}

/** `fetch` says only "fetch failed"; why is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error
    ? cause.message || (cause as NodeJS.ErrnoException).code || error.message
    : error.message
}
