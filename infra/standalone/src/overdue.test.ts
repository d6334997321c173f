/** Slow bodies are cut off; a stream that may last is not, until it was answered. */
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { cutOverdue } from './overdue.ts'

let app: FastifyInstance
afterEach(() => app.close())

async function listen(): Promise<number> {
  app = fastify({ forceCloseConnections: true })
  cutOverdue(app, { bodyMs: 50, everyMs: 10, mayLast: ({ url }) => url?.startsWith('/stream') ?? false })
  for (const url of ['/', '/stream']) app.post(url, ({ body }) => body)
  app.post('/stream/refused', { onRequest: async (_request, reply) => reply.code(401).send() }, () => '')
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

/** Announces a body of seven bytes and sends three of them. */
function begin(port: number, path: string): { socket: Socket; told: Promise<string> } {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{"a`,
  )
  return { socket, told: text(socket).catch(() => 'cut') }
}

test('a body that does not come to its end is told so and cut off, on the first and on a later request of a connection', async () => {
  const port = await listen()
  expect(await begin(port, '/').told).toMatch(/^HTTP\/1\.1 408 [^]*"code":"timeout"/)
  const { socket, told } = begin(port, '/')
  socket.write('":1}')
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 7\r\n\r\n{')
  expect(await told).toMatch(/^HTTP\/1\.1 200 [^]*HTTP\/1\.1 408 /)
})

test('what may last is waited for, and cut off only when it goes on after its answer', async () => {
  const port = await listen()
  const lasting = begin(port, '/stream')
  // Whoever may not last, and came later, is gone by then.
  await begin(port, '/').told
  lasting.socket.end('":1}')
  expect(await lasting.told).toMatch(/^HTTP\/1\.1 200 [^]*\{"a":1\}/)
  expect(await begin(port, '/stream/refused').told).toMatch(/^(?:HTTP\/1\.1 401|cut)/)
})
