/** Sends one batch of history; tries again what may be tried again, and no longer than it makes sense. */
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { isRetryable } from '@firefly/protocol/limits'
import type { BatchAnswer, Rejection } from '@firefly/protocol/verdicts'

export interface Target {
  host: string
  key: string
}

/** A refusal that no retry can change; `message` is for the person who runs the import. */
export class SendError extends Error {
  override readonly name = 'SendError'
}

const TRIES = 10
const ANSWER_WITHIN_MS = 60_000
const zip = promisify(gzip)

/** Resolves with the rejected events once all others are durable. Rejects with `SendError`. */
export async function sendBatch(events: object[], { host, key }: Target): Promise<Rejection[]> {
  const body = await zip(JSON.stringify({ batch: events }))
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
  }
  let last = ''
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const answer = await attemptOnce(`${host}/v1/import`, { method: 'POST', headers, body })
    if (answer.status === 200 || (answer.status === 400 && 'rejected' in answer.body))
      return (answer.body as BatchAnswer).rejected
    last = `${answer.status || 'no answer'}: ${(answer.body as { message?: string }).message ?? 'no reason given'}`
    if (answer.status !== 0 && !isRetryable(answer.status))
      throw new SendError(`${host} refused the batch, ${last}`)
    await sleep(answer.retryAfterMs ?? Math.min(10_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
  throw new SendError(
    `${host} did not take the batch after ${TRIES} tries, last ${last}. Start it, then run the import again: it goes on here.`,
  )
}

interface Attempt {
  /** 0 when there was no answer. */
  status: number
  body: object
  retryAfterMs?: number
}

async function attemptOnce(url: string, init: RequestInit): Promise<Attempt> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    const body = (await response.json()) as object
    const after = Number(response.headers.get('retry-after'))
    return after > 0
      ? { status: response.status, body, retryAfterMs: after * 1000 }
      : { status: response.status, body }
  } catch (error) {
    return { status: 0, body: { message: error instanceof Error ? error.message : String(error) } }
  }
}
