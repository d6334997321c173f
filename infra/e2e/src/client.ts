/** What a program outside does: sends, asks, waits until what it sent can be asked for. */
import type { QueryInput } from '@firefly/protocol/query'
import type { FunnelAnswer, TrendAnswer } from '@firefly/protocol/results'
import type { Running } from './launch.ts'

type Server = Pick<Running, 'url' | 'writeKey' | 'secretKey'>

export interface Answered<Body = Record<string, unknown>> {
  status: number
  headers: Headers
  body: Body
}

/** Sends any request and reads a JSON answer. */
export async function request<Body = Record<string, unknown>>(
  url: string,
  init: RequestInit,
): Promise<Answered<Body>> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Body }
}

export const post = <Body = Record<string, unknown>>(
  { url }: Pick<Server, 'url'>,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answered<Body>> =>
  request<Body>(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  })

export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })

const COME_BACK_MS = 200
const PATIENCE_MS = 60_000

/** As every SDK does: a server that cannot keep up for the moment is asked again, for a minute. */
export async function comingBack<Body>(send: () => Promise<Answered<Body>>): Promise<Answered<Body>> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const answer = await send()
    const isOverloaded = (answer.body as { code?: unknown }).code === 'overloaded'
    if (!isOverloaded || Date.now() > deadline) return answer
    await new Promise((resolve) => setTimeout(resolve, COME_BACK_MS))
  }
}

/** Sends a batch with the write key. */
export const sendBatch = (
  server: Server,
  batch: unknown[],
  more: Record<string, unknown> = {},
): Promise<Answered<{ accepted: number; rejected: { index: number; code: string; message: string }[] }>> =>
  comingBack(() => post(server, '/v1/batch', { batch, ...more }, bearer(server.writeKey)))

type AnswerOf<Asked extends QueryInput> = Asked extends { kind: 'trend' } ? TrendAnswer : FunnelAnswer

/** Asks with the secret key; anything but 200 is thrown with the server's own words. */
export async function ask<Asked extends QueryInput>(server: Server, query: Asked): Promise<AnswerOf<Asked>> {
  const answer = await post<AnswerOf<Asked>>(server, '/v1/query', query, bearer(server.secretKey))
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export interface Status {
  accepted: number
  processed: number
  stored: number
  quarantined: number
  duplicates: number
  lagEvents: number
  lagSeconds: number
}

export async function status(server: Server): Promise<Status> {
  const { body } = await request<Status>(`${server.url}/v1/status`, { headers: bearer(server.secretKey) })
  return body
}

/** Waits until everything accepted is processed; rejects after a minute. */
export async function drained(server: Server, least = 0, patienceMs = 60_000): Promise<Status> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const now = await status(server)
    if (now.lagEvents === 0 && now.processed >= least) return now
    if (Date.now() > deadline) throw new Error(`not drained: ${JSON.stringify(now)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
