/** Events that can be told apart and made again from their number: what was sent needs no memory. */
import { createHash } from 'node:crypto'

export interface Sent {
  type: 'track'
  event: string
  anonymousId: string
  messageId: string
  timestamp: string
  /** `ago`: how long before it was sent it happened, in milliseconds; what its time is checked by. */
  properties: { body: string; ago: number }
}

/** `run` names one campaign, so that nothing of another can pass for its own. */
export const messageIdOf = (run: string, n: number): string => `${run}-${n}`

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365 * DAY_MS
/** Clocks of devices are wrong in every way; what they send is corrected by when they say they sent it. */
const SKEWS_MS = [0, HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 5 * YEAR_MS, -5 * YEAR_MS]
export const clockOf = (device: number, now: number): number =>
  now + (SKEWS_MS[device % SKEWS_MS.length] ?? 0)

/** `now` by a clock that is right. */
export const eventOf = (
  run: string,
  n: number,
  device: number,
  now: number,
  ago = (n % 500) * 1_000,
): Sent => ({
  type: 'track',
  event: 'Chaos',
  anonymousId: `device-${device}`,
  messageId: messageIdOf(run, n),
  timestamp: new Date(clockOf(device, now) - ago).toISOString(),
  properties: { body: bodyOf(run, n), ago },
})

/** Between 20 and 276 characters, so that records end at every place of a page. */
const bodyOf = (run: string, n: number): string => `${run}:${n}:${'萤x'.repeat((n * 7) % 128)}`

/** The first 8 bytes of the body's MD5, little-endian: what the store is asked for as well. */
export const hashOf = (run: string, n: number): bigint =>
  createHash('md5').update(bodyOf(run, n)).digest().readBigUInt64LE(0)
