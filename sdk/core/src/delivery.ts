/** What the collector's answer means for a batch: whether to try again, and when. Pure. */
import { isRetryable } from '@firefly/protocol/limits'
import type { Answer } from './platform.ts'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 5 * 60_000
/** A collector may ask for more patience than we would have, within reason. */
export const LONGEST_RETRY_AFTER_MS = 60 * 60_000

/**
 * Milliseconds until the same events go again; undefined for an answer that is final. `failures`: in a row, before this one.
 * `random` in [0, 1) spreads the retries of many devices.
 */
export function retryIn(
  { status, body = '', retryAfter }: Answer,
  failures: number,
  now: number,
  random: number,
): number | undefined {
  // A page of HTML behind a 200 is a captive portal or a proxy, not the collector: it has kept nothing.
  if (status && !isRetryable(status) && (status >= 300 || !/^\s*</.test(body))) return undefined
  // Doubles from a second to five minutes, at random between half and all of it; `Retry-After` is never undercut.
  const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + random / 2)
  return Math.max(wait, Math.min(asked(retryAfter || '', now), LONGEST_RETRY_AFTER_MS))
}

/** `Retry-After` in milliseconds, from seconds or a date; 0 when it is neither. */
const asked = (header: string, now: number): number => Number(header) * 1000 || Date.parse(header) - now || 0
