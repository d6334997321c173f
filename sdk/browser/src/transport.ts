/** Posts a batch by a fetch that outlives the page; time-limited, and it never rejects. */
import type { Answer, Platform } from '@firefly/core/platform'
import type { beacon } from './beacon.ts'
import type { gzipped } from './compress.ts'
import { attempt } from './state.ts'

export const FAILED: Answer = { status: 0 }
/** Browsers let requests of 64 KiB in all outlive a page. */
const KEEPALIVE_BYTES = 64_000

export interface TransportParts {
  /** Large bodies go gzipped to the page's own origin. Default: as they are. */
  gzip?: typeof gzipped | undefined
  /** For browsers whose `fetch` does not outlive a page. Default: there, what a page says last is sent by the next. */
  beacon?: typeof beacon | undefined
}

/** `post` is the page's `fetch`. */
export const createTransport =
  (post: typeof fetch, { gzip, beacon }: TransportParts = {}): Platform['send'] =>
  async (url, text, { timeoutMs, leaving }) => {
    // Old web views have none: there a request takes as long as it takes.
    const abort = attempt(() => new AbortController())
    const timer = setTimeout(() => abort?.abort(), timeoutMs)
    try {
      // As `text/plain` it needs no preflight.
      const plain = new Blob([text], { type: 'text/plain' })
      const sent = leaving && beacon?.(url, plain)
      if (sent) return sent
      // Nothing is waited for while the page goes away.
      const packed = leaving ? undefined : await gzip?.(url, text)
      const body = packed || plain
      const response = await post(url, {
        method: 'POST',
        body,
        headers: packed ? { 'content-encoding': 'gzip' } : {},
        keepalive: body.size <= KEEPALIVE_BYTES,
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
