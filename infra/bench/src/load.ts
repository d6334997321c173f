/** Sends one body again and again over kept-alive connections for a stated time. */
import autocannon from 'autocannon'

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
}

export interface Measured {
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  answered: number
  failed: number
}

export async function measure({
  url,
  body,
  headers,
  seconds,
  requests,
  connections,
  overallRate,
}: Load): Promise<Measured> {
  const result = await autocannon({
    url,
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    ...(requests === undefined ? { duration: seconds } : { amount: requests }),
    connections,
    ...(overallRate === undefined ? {} : { overallRate }),
  })
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answered: result['2xx'],
    failed: result.non2xx + result.errors + result.timeouts,
  }
}
