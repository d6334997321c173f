/** The mock collector: a real HTTP server that does to each batch what the scenario wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { type Answer, answerTo } from './answer.ts'
import { accept, type Behaviour } from './behaviour.ts'
import { type Ledger, openLedger, readBatch } from './ledger.ts'

export interface Collector extends Ledger {
  origin: string
  /** The next batches are answered so, one each; the last from then on. */
  answer: (behaviours: readonly Behaviour[]) => void
  close: () => Promise<void>
}

/** `pages`: what else is served, by path. */
export async function openCollector(pages: ReadonlyMap<string, string> = new Map()): Promise<Collector> {
  const ledger = openLedger()
  let script: readonly Behaviour[] = [accept]

  const next = (): Behaviour => {
    const [first = accept, ...rest] = script
    if (rest.length > 0) script = rest
    return first
  }
  const collect = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const batch = readBatch(ledger, await bodyOf(request))
    const behaviour = next()
    const answer = answerTo(batch, behaviour)
    ledger.kept.push(...answer.keeps)
    ledger.attempts.push({ at: performance.now(), events: batch })
    if (behaviour.kind === 'accept' && behaviour.slowMs) await sleep(behaviour.slowMs)
    send(response, answer)
  }
  const handle = (request: IncomingMessage, response: ServerResponse): Promise<void> | void => {
    const path = request.url?.split('?', 1)[0] ?? ''
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end()
    if (request.method === 'POST' && path === '/v1/batch') return collect(request, response)
    const page = pages.get(path)
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8'
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': type }).end(page)
  }
  const server = createServer((request, response) => {
    // A client that is gone in the middle of its own request has sent nothing.
    Promise.resolve(handle(request, response)).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...ledger,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer(behaviours) {
      script = behaviours
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'retry-after',
}

function send(response: ServerResponse, { status, body, ends, retryAfter }: Answer): void {
  if (ends === 'none') return
  const length = Buffer.byteLength(body)
  response.writeHead(status, {
    ...CORS,
    'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
    'content-length': length,
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  })
  if (ends === 'whole') return void response.end(body)
  // Half of it is on its way before the connection is gone.
  response.write(body.slice(0, length / 2), () => response.destroy())
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const bytes = Buffer.concat(parts)
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8')
}
