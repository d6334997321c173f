/** What a page says last, in browsers whose `fetch` does not outlive it. */
import type { Answer } from '@firefly/core/platform'
import { FAILED } from './transport.ts'

/** A beacon has no answer: its events stay in the queue for a while, and the server drops the second copy. */
const UNANSWERED: Answer = { status: 0, retryAfter: '30' }

/** Undefined where `fetch` can do it. */
export function beacon(
  url: string,
  body: Blob,
  keepsAlive = 'keepalive' in Request.prototype,
  { sendBeacon }: Pick<Navigator, 'sendBeacon'> = {
    sendBeacon: (...given) => navigator.sendBeacon(...given),
  },
): Answer | undefined {
  if (keepsAlive) return undefined
  return sendBeacon(url, body) ? UNANSWERED : FAILED
}
