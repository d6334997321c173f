/** A real server that takes batches as the collector does, in the mood that a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export type Sent = Record<string, unknown> & { messageId: string; event?: string }

export interface Collector {
  origin: string
  /** Events of the batches that were answered with 200, in order of arrival. */
  received: Sent[]
  requests: { status: number; encoding: string | undefined; context: unknown }[]
  status: number
  close: () => Promise<void>
}

export async function startCollector(status = 200, port = 0): Promise<Collector> {
  const server = createServer((request, response) => {
    void answer(request, response)
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await bodyOf(request)
    const encoding = request.headers['content-encoding']
    const text = (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString()
    const { batch, context } = JSON.parse(text) as { batch: Sent[]; context: unknown }
    collector.requests.push({ status: collector.status, encoding, context })
    if (collector.status === 200) collector.received.push(...batch)
    response.writeHead(collector.status, { 'content-type': 'application/json', 'retry-after': '0' })
    response.end(JSON.stringify({ accepted: batch.length, rejected: [] }))
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const collector: Collector = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    requests: [],
    status,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return collector
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
