/** Where pages come from and batches go, in this process; counts what arrives. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { arrivalsIn } from './arrivals.ts'

export interface Counting {
  origin: string
  /** Names of the events that arrived, each message once. */
  names: Map<string, string>
  /** Bytes of bodies as they came over the wire. */
  bytes: () => number
  /** Waits until `test` holds, `ms` at most; answers whether it does. */
  until: (test: () => boolean, ms?: number) => Promise<boolean>
  close: () => void
}

export async function openCounting(script: string, attributes = 'data-write-key="key"'): Promise<Counting> {
  const names = new Map<string, string>()
  let bytes = 0
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return serve(request, response)
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    bytes += body.length
    const batch = arrivalsIn(body)
    for (const [id, name] of batch) names.set(id, name)
    // Others want a status, and flags that are not there.
    response.end(JSON.stringify({ accepted: batch.length, rejected: [], status: 1, flags: {} }))
  }
  function serve({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    const page = `<!doctype html><title>Shop</title><script src="/sdk.js" ${attributes}></script>`
    const isScript = url === '/sdk.js'
    if (!isScript && url.includes('.js')) return void response.writeHead(404).end()
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : url === '/empty' ? '<!doctype html><title>Shop</title>' : page)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    names,
    bytes: () => bytes,
    async until(test, ms = 60_000) {
      const end = Date.now() + ms
      while (!test() && Date.now() < end) await sleep(10)
      return test()
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
