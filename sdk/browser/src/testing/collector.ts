/** A small real collector for tests: takes batches over HTTP, can fail, be slow or be away, and serves the pages under test. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'

/** One event as it came, with its batch's context under its own. */
export interface Received {
  type: string
  event?: string
  messageId: string
  anonymousId: string
  userId?: string
  timestamp: string
  properties: Record<string, unknown>
  context: Record<string, unknown> & { page?: Record<string, string> }
}

/** How the next batches are answered; `cut` closes the connection without an answer. */
export type Mood = { status: number; headers?: Record<string, string>; body?: unknown } | 'accept' | 'cut'

export interface Collector {
  readonly origin: string
  /** Every accepted event once, as a store keeps it: at least once is what an SDK promises, and a copy has the same id. */
  readonly received: Received[]
  /** The message id of every accepted event, copies included. */
  readonly accepted: string[]
  /** Every batch attempt, accepted or not, as its list of message ids. */
  readonly attempts: string[][]
  /** The content-encoding of each batch. */
  readonly encodings: string[]
  /** The address of each batch, without the origin. */
  readonly addresses: string[]
  /** Every body as it came, taken out of gzip alone. */
  readonly bodies: string[]
  /** Where batches are taken beside `/v1/batch`. */
  path: string
  /** Opens a body that was encrypted. */
  open: (body: Buffer) => Buffer | Promise<Buffer>
  mood: Mood
  /** Answers so many milliseconds after a batch was taken. */
  delay: number
  /** Bodies of pages by path. */
  readonly pages: Map<string, { type: string; body: string }>
  /** Resolves once `test` holds; looks again at each batch. Rejects after `ms` with what was received. */
  until(test: (received: readonly Received[]) => boolean, ms?: number): Promise<void>
  /** Resolves once an event of each of these names has come. */
  have(names: readonly string[]): Promise<void>
  /** The paths of the pages that were seen, in order. */
  views(): string[]
  close(): Promise<void>
}

export async function openCollector(): Promise<Collector> {
  const received: Received[] = []
  const accepted: string[] = []
  const attempts: string[][] = []
  const encodings: string[] = []
  const addresses: string[] = []
  const pages = new Map<string, { type: string; body: string }>()
  const watchers = new Set<() => void>()
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (request.method === 'POST' && (path === '/v1/batch' || path === collector.path))
      return collect(request, response)
    const page = pages.get(path)
    response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' }).end(page?.body ?? '')
  }

  async function collect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request)
    collector.bodies.push(bytes.toString('utf8'))
    const batch = eventsOf(await collector.open(bytes))
    addresses.push(request.url ?? '')
    encodings.push(request.headers['content-encoding'] ?? '')
    attempts.push(batch.map(({ messageId }) => messageId))
    const { mood } = collector
    if (mood === 'cut') return void request.socket.destroy()
    if (mood === 'accept') keep(batch)
    for (const look of watchers) look()
    if (collector.delay > 0) await sleep(collector.delay)
    const { status, headers, body } =
      mood === 'accept'
        ? { status: 200, headers: {}, body: { accepted: batch.length, rejected: [] } }
        : { headers: {}, body: {}, ...mood }
    const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }
    response.writeHead(status, { 'content-type': 'application/json', ...cors, ...headers })
    response.end(JSON.stringify(body))
  }

  function keep(batch: readonly Received[]): void {
    const known = new Set(accepted)
    accepted.push(...batch.map(({ messageId }) => messageId))
    received.push(...batch.filter(({ messageId }) => !known.has(messageId)))
  }

  const collector: Collector = {
    origin: `http://127.0.0.1:${await listenOn(server)}`,
    received,
    accepted,
    attempts,
    encodings,
    addresses,
    path: '/v1/batch',
    bodies: [],
    open: (body) => body,
    mood: 'accept',
    delay: 0,
    pages,
    until: (test, ms = 60_000) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer)
          watchers.delete(look)
        }
        const look = (): void => {
          if (!test(received)) return
          stop()
          resolve()
        }
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`not within ${ms} ms; received ${received.map(nameOf).join(', ') || 'nothing'}`))
        }, ms)
        watchers.add(look)
        look()
      }),
    have: (names) =>
      collector.until((received) => {
        const there = new Set(received.map(nameOf))
        return names.every((name) => there.has(name))
      }),
    views: () =>
      received
        .filter(({ type }) => type === 'page')
        .toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp))
        .map(({ context }) => context.page?.['path'] ?? ''),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return collector
}

export const nameOf = ({ type, event }: Received): string => event ?? type

interface Wire {
  context?: Record<string, unknown>
  batch: Received[]
}

const eventsOf = (body: Buffer): Received[] => {
  const { batch, context } = JSON.parse(body.toString('utf8')) as Wire
  return batch.map((event) => ({ ...event, context: { ...context, ...event.context } }))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

const listenOn = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
