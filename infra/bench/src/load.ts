/** Sends one body again and again over kept-alive connections: as fast as answers come, or at a steady rate. */
import autocannon from 'autocannon'
import { sendSteadily } from './steady.ts'

export interface Load {
  url: string
  body: string | Buffer
  headers: Record<string, string>
  seconds: number
  /** So many requests, however long they take, and not as many as `seconds` let. */
  requests?: number
  connections: number
  /** Requests a second over all connections; as fast as answers come when not given. */
  overallRate?: number
  /** Seconds at a steady rate in front of those that count. */
  settle?: number
}

export interface Measured {
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  answered: number
  failed: number
}

export const measure = (load: Load): Promise<Measured> =>
  load.overallRate === undefined
    ? sendAtOnce(load)
    : // autocannon sends a second's worth as fast as it can, and then nothing for the rest of the second.
      sendSteadily({ ...load, overallRate: load.overallRate })

async function sendAtOnce({ url, body, headers, seconds, requests, connections }: Load): Promise<Measured> {
  const result = await autocannon({
    url,
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    ...(requests === undefined ? { duration: seconds } : { amount: requests }),
    connections,
  })
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answered: result['2xx'],
    failed: result.non2xx + result.errors + result.timeouts,
  }
}
