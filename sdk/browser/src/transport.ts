/** Posts a batch: fetch that outlives the page, else a beacon; time-limited, and it never rejects. */
import type { Answer, Platform } from '@firefly/core/platform'

export interface TransportNeeds {
  fetch: typeof fetch | undefined
  /** Undefined where there are no beacons. */
  beacon: ((url: string, body: string) => boolean) | undefined
  /** Whether `fetch` knows `keepalive`. */
  keepsAlive: boolean
  /** Compresses a body; undefined where it would cost more than it saves. */
  compress: ((url: string, body: string) => Promise<Blob> | undefined) | undefined
}

const FAILED: Answer = { status: 0 }
/** A beacon has no answer: its events stay in the queue, and the server drops the second copy. */
const UNANSWERED: Answer = { status: 0, retryAfter: '30' }
/** Browsers let requests of 64 KiB in all outlive a page. */
const KEEPALIVE_BYTES = 60_000

export const createTransport =
  ({ fetch, beacon, keepsAlive, compress }: TransportNeeds): Platform['send'] =>
  async (url, body, { timeoutMs, leaving }) => {
    try {
      if (leaving && !keepsAlive && beacon) return beacon(url, body) ? UNANSWERED : FAILED
      if (!fetch) return FAILED
      const small = leaving ? undefined : await compress?.(url, body)
      // Without await, so that a page that is leaving has its request on the way at once.
      return post(fetch, url, small ?? body, timeoutMs, keepsAlive)
    } catch {
      return FAILED
    }
  }

async function post(
  send: typeof fetch,
  url: string,
  body: string | Blob,
  timeoutMs: number,
  keepsAlive: boolean,
): Promise<Answer> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    const answer = await send(url, requestOf(body, keepsAlive, abort.signal))
    const retryAfter = answer.headers.get('retry-after') ?? undefined
    return { status: answer.status, retryAfter, body: await answer.text() }
  } catch {
    // Offline, cut, blocked or out of time: to the queue they are all the same.
    return FAILED
  } finally {
    clearTimeout(timer)
  }
}

/** Text as `text/plain` and no header of ours: a request that needs no preflight. */
function requestOf(body: string | Blob, keepsAlive: boolean, signal: AbortSignal): RequestInit {
  const size = typeof body === 'string' ? new Blob([body]).size : body.size
  const request: RequestInit = { method: 'POST', body, credentials: 'omit', signal }
  if (typeof body !== 'string') request.headers = { 'content-encoding': 'gzip', 'content-type': 'text/plain' }
  return keepsAlive && size <= KEEPALIVE_BYTES ? { ...request, keepalive: true } : request
}
