/** Whoever asks at the wrong address is told what to do, and not what the runtime calls it. */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ask } from './ask.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('where nothing listens it is said where that was, why, and what to do', async () => {
  const host = await listen(() => undefined)
  await new Promise((resolve) => servers.pop()?.close(resolve))
  const asked = ask('GET', '/v1/audit', { host, key: 'k' })
  await expect(asked).rejects.toThrow(`no Firefly answers at ${host} (connect ECONNREFUSED`)
  await expect(asked).rejects.toThrow(/start it with "npm start", or .* FIREFLY_PORT or --host/)
})

test('a refusal is told in the words of Firefly, field by field', async () => {
  const said = {
    code: 'invalid_query',
    message: 'not understood',
    issues: [{ path: 'hours', message: 'expected 1' }],
  }
  const host = await listen((_request, response) => response.writeHead(400).end(JSON.stringify(said)))
  await expect(ask('GET', '/v1/audit', { host, key: 'k' })).rejects.toThrow(
    `${host} answered 400: not understood; hours: expected 1`,
  )
})

test('where something else listens, that is what is suspected', async () => {
  const host = await listen((_request, response) => response.writeHead(404).end('<h1>nginx</h1>'))
  await expect(ask('GET', '/v1/audit', { host, key: 'k' })).rejects.toThrow(
    `${host} answered 404: without a reason; is this Firefly?`,
  )
})

test('a process that has another role says which one to ask', async () => {
  const said = { code: 'not_found', message: 'nothing is served at GET /v1/audit' }
  const host = await listen((_request, response) => response.writeHead(404).end(JSON.stringify(said)))
  await expect(ask('GET', '/v1/audit', { host, key: 'k' })).rejects.toThrow(
    'nothing is served at GET /v1/audit; ask a process that has the role "query"',
  )
})
