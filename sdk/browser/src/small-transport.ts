/** Posts a batch by a fetch that outlives the page, in the fewest bytes of code: it rejects where nothing came back. */
import type { Platform } from '@firefly/core/platform'
import { bytesOf } from '@firefly/core/row'
import { attempt } from './state.ts'
import { KEEPALIVE_BYTES } from './transport.ts'

/** A text is sent as `text/plain`, which needs no preflight. */
export const postText: Platform['send'] = async (url, body, { timeoutMs }) => {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    keepalive: bytesOf(body) <= KEEPALIVE_BYTES,
    credentials: 'omit',
    // Old web views have none: there a request takes as long as it takes.
    signal: attempt(() => AbortSignal.timeout(timeoutMs)) as AbortSignal,
  })
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.text() }
}
