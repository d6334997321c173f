/** Posts a batch: fetch that outlives the page, else a beacon; time-limited, and it never rejects. */
import type { Answer, Platform } from '@firefly/core/platform'
import { attempt } from './state.ts'

/** What of `window` is used. */
export interface TransportWindow {
  fetch: typeof fetch
  navigator: Pick<Navigator, 'sendBeacon'>
}

const FAILED: Answer = { status: 0 }
/** A beacon has no answer: its events stay in the queue for a while, and the server drops the second copy. */
const UNANSWERED: Answer = { status: 0, retryAfter: '30' }
/** Browsers let requests of 64 KiB in all outlive a page. */
const KEEPALIVE_BYTES = 64_000

/** `keepsAlive`: whether this browser's `fetch` knows how to outlive a page. */
export const createTransport =
  (view: TransportWindow, keepsAlive: boolean): Platform['send'] =>
  async (url, body, { timeoutMs, leaving }) => {
    const abort = attempt(() => new AbortController())
    const timer = setTimeout(() => abort?.abort(), timeoutMs)
    // As `text/plain` it needs no preflight. What is packed is gzip.
    const blob = new Blob([body as BlobPart], { type: 'text/plain' })
    try {
      if (leaving && !keepsAlive) return view.navigator.sendBeacon(url, blob) ? UNANSWERED : FAILED
      const response = await view.fetch(url, {
        method: 'POST',
        body: blob,
        headers: typeof body === 'string' ? {} : { 'content-encoding': 'gzip' },
        keepalive: keepsAlive && blob.size <= KEEPALIVE_BYTES,
        credentials: 'omit',
        signal: abort ? abort.signal : null,
      })
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: await response.text(),
      }
    } catch {
      // Offline, cut, blocked or out of time: to the queue they are all the same.
      return FAILED
    } finally {
      clearTimeout(timer)
    }
  }
