/** Events that can be told apart and made again from their number: what was sent needs no memory. */
import { createHash } from 'node:crypto'

export interface Sent {
  type: 'track'
  event: string
  anonymousId: string
  messageId: string
  timestamp: string
  properties: { body: string }
}

/** `run` names one campaign, so that nothing of another can pass for its own. */
export const messageIdOf = (run: string, n: number): string => `${run}-${n}`

export const eventOf = (run: string, n: number, device: number, now: number): Sent => ({
  type: 'track',
  event: 'Chaos',
  anonymousId: `device-${device}`,
  messageId: messageIdOf(run, n),
  timestamp: new Date(now).toISOString(),
  properties: { body: bodyOf(run, n) },
})

/** Between 20 and 276 characters, so that records end at every place of a page. */
const bodyOf = (run: string, n: number): string => `${run}:${n}:${'萤x'.repeat((n * 7) % 128)}`

/** The first 8 bytes of the body's MD5, little-endian: what the store is asked for as well. */
export const hashOf = (run: string, n: number): bigint =>
  createHash('md5').update(bodyOf(run, n)).digest().readBigUInt64LE(0)
