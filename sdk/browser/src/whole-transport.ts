/** How a page sends its batches: large ones packed, and what it says last by a beacon where `fetch` does not outlive it. */
import type { Platform } from '@firefly/core/platform'
import { beacon } from './beacon.ts'
import { gzipped } from './compress.ts'
import { plain, post } from './transport.ts'

export const wholeTransport =
  (last = beacon, pack = gzipped): Platform['send'] =>
  async (url, text, { timeoutMs, leaving }) => {
    const body = plain(text)
    const sent = leaving && last(url, body)
    if (sent) return sent
    // Nothing is waited for while the page goes away.
    const packed = leaving ? undefined : await pack(url, text)
    return packed ? post(url, packed, timeoutMs, { 'content-encoding': 'gzip' }) : post(url, body, timeoutMs)
  }
