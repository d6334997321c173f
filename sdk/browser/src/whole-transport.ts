/** How a page sends its batches: large ones packed, and what it says last by a beacon where `fetch` does not outlive it. */
import type { Platform } from '@firefly/core/platform'
import { beacon } from './beacon.ts'
import { gzipped } from './compress.ts'
import { plain, post } from './transport.ts'

export const sendWhole: Platform['send'] = async (url, text, { timeoutMs, leaving }) => {
  const body = plain(text)
  // Nothing is waited for while the page goes away.
  if (leaving) return beacon(url, body) || post(url, body, timeoutMs)
  const packed = await gzipped(url, text)
  return post(url, packed || body, timeoutMs, packed && { 'content-encoding': 'gzip' })
}
