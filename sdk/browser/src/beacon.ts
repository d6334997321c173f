/** What a page says last, in browsers whose `fetch` does not outlive it. */
import type { Answer } from '@firefly/core/platform'

/** A beacon has no answer: its events stay in the queue for a while, and the server drops the second copy. */
const UNANSWERED: Answer = { status: 0, retryAfter: '30' }

/** Undefined where `fetch` can do it. */
export function beacon(url: string, body: Blob): Answer | undefined {
  if ('keepalive' in Request.prototype) return undefined
  navigator.sendBeacon(url, body)
  return UNANSWERED
}
