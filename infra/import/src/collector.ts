/** For tests: a real HTTP server that takes batches as the import route does, and can be told to misbehave. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { Rejection } from '@firefly/protocol/verdicts'

export interface Taken {
  events: { messageId: string; [field: string]: unknown }[]
  headers: IncomingMessage['headers']
}

/** What to answer to the n-th request, from 0; `undefined` takes the batch, `hang up` cuts the line. */
export type Answer =
  | { status: number; headers?: Record<string, string>; body: unknown }
  | 'hang up'
  | undefined

export interface Collector {
  host: string
  taken: Taken[]
  close: () => Promise<void>
}

export async function startCollector(
  answer: (nth: number, taken: Taken) => Answer = () => undefined,
  reject: (taken: Taken) => Rejection[] = () => [],
): Promise<Collector> {
  const taken: Taken[] = []
  let nth = 0
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { batch } = JSON.parse(gunzipSync(await buffer(request)).toString()) as { batch: Taken['events'] }
    const one = { events: batch, headers: request.headers }
    const own = answer(nth++, one)
    if (own === 'hang up') return void request.socket.destroy()
    if (own) return reply(response, own)
    taken.push(one)
    const rejected = reject(one)
    reply(response, { status: 200, body: { accepted: batch.length - rejected.length, rejected } })
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

const reply = (
  response: ServerResponse,
  { status, headers = {}, body }: Exclude<Answer, string | undefined>,
): void =>
  void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
