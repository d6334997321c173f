/** Who is turned away before a byte of the body is read: everybody while the process cannot keep up, an address that asks too often. */
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './errors.ts'
import { createStall } from './stall.ts'

export interface Shedding {
  /** Turn requests away while turns of the event loop take longer than this on average, in milliseconds; never at 0. */
  maxDelayMs: number
  /** Requests one address may make a minute; an IPv6 network of 64 bits counts as one. No limit when undefined. */
  requestsPerMinute: number | undefined
}

/** Addresses remembered at a time; the longest silent go first. */
const ADDRESSES = 50_000
const MINUTE_MS = 60_000
/** How long turns are taken together, twice: one such stretch may have begun before the door was open. */
const SETTLING_MS = 2_000

/** Before the routes, so that it holds for each. */
export async function shedLoad(
  app: FastifyInstance,
  { maxDelayMs, requestsPerMinute }: Shedding,
): Promise<void> {
  let countsFrom = 0
  app.addHook('onListen', async () => {
    countsFrom = performance.now() + SETTLING_MS
  })
  const lasts = createStall()
  await app.register(underPressure, {
    maxEventLoopDelay: maxDelayMs,
    pressureHandler(_request, _reply, _type, delayMs) {
      // What was measured last is still the start, which nobody was kept waiting by.
      if (performance.now() < countsFrom || !lasts(delayMs ?? 0)) return
      throw new Refusal('overloaded', 'the server cannot keep up; try again', { retryAfter: 1 })
    },
  })
  if (requestsPerMinute === undefined) return
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    cache: ADDRESSES,
    addHeaders: {},
    errorResponseBuilder: (_request, { ttl }) =>
      new Refusal(
        'rate_limited',
        `expected at most ${requestsPerMinute} requests a minute from one address`,
        {
          retryAfter: Math.max(1, Math.ceil(ttl / 1000)),
        },
      ),
  })
}
