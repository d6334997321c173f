/** Posts a batch by a fetch that outlives the page; time-limited, and it never rejects. */
import type { Answer } from '@firefly/core/platform'
import { attempt } from './state.ts'

export const FAILED: Answer = { status: 0 }
/** Browsers let requests of 64 KiB in all outlive a page. */
export const KEEPALIVE_BYTES = 64_000

/** As `text/plain` it needs no preflight. */
export const plain = (text: string): Blob => new Blob([text], { type: 'text/plain' })

export async function post(
  url: string,
  body: Blob,
  timeoutMs: number,
  headers?: Record<string, string>,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: headers as HeadersInit,
      keepalive: body.size <= KEEPALIVE_BYTES,
      credentials: 'omit',
      // Old web views have none: there a request takes as long as it takes.
      signal: attempt(() => AbortSignal.timeout(timeoutMs)) as AbortSignal,
    })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: await response.text(),
    }
  } catch {
    // Offline, cut, blocked or out of time: to the queue they are all the same.
    return FAILED
  }
}
