/** The server itself: encrypted where it is told to be, and never with more connections than it may have. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { request } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { createServer } from './server.ts'

const plain = { trustProxy: undefined, tls: undefined, maxConnections: 100 }
let server: FastifyInstance | undefined
afterEach(() => server?.close())

async function listen(options: Parameters<typeof createServer>[0]): Promise<number> {
  server = createServer(options)
  server.get('/', () => ({ ok: true }))
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

test('connections beyond the most are closed, and those before are served', async () => {
  const port = await listen({ ...plain, maxConnections: 2 })
  const [first, second] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
  await Promise.all([once(first, 'connect'), once(second, 'connect')])
  const third = connect(port, '127.0.0.1').on('error', () => undefined)
  await once(third, 'close')
  first.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  const [answer] = (await once(first, 'data')) as [Buffer]
  expect(answer.toString()).toContain('200 OK')
  second.destroy()
})

/** What a server says to what is no request of its own. */
async function told(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write(sent)
  return text(socket)
}

test('what cannot be understood is told so in the shape of every refusal, and nothing of it is repeated', async () => {
  const port = await listen(plain)
  const [noHttp, long] = await Promise.all([
    told(port, 'SECRET\r\n\r\n'),
    told(port, `GET / HTTP/1.1\r\nx: ${'secret'.repeat(4_000)}\r\n\r\n`),
  ])
  expect(noHttp).toMatch(/^HTTP\/1\.1 400 [^]*\{"code":"bad_request","message":"expected HTTP"\}$/)
  expect(long).toMatch(/^HTTP\/1\.1 431 [^]*\{"code":"headers_too_large",/)
  const odd = await fetch(`http://127.0.0.1:${port}/%ffsecret`)
  expect([odd.status, await odd.json()]).toEqual([
    400,
    { code: 'bad_request', message: 'the address cannot be read' },
  ])
})

test('a type that is named without a body is no mistake; a body that is no JSON is one', async () => {
  server = createServer(plain)
  server.delete('/', ({ body }) => ({ body: body ?? null }))
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  const send = (path: string, body?: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    })
  const [none, nowhere, cut] = await Promise.all([send('/'), send('/nowhere'), send('/', '{"a":')])
  expect([none.status, await none.json()]).toEqual([200, { body: null }])
  expect(nowhere.status).toBe(404)
  expect([cut.status, await cut.json()]).toEqual([
    400,
    { code: 'unreadable_json', message: 'the body is not JSON' },
  ])
})

test('keys and ids as long as they may be stand in addresses; longer ones are told so', async () => {
  server = createServer(plain)
  server.get<{ Params: { id: string } }>('/v1/users/:id', ({ params }) => ({ length: params.id.length }))
  const ask = async (id: string) => server?.inject(`/v1/users/${encodeURIComponent(id)}`)
  expect((await ask('中'.repeat(256)))?.json()).toEqual({ length: 256 })
  const beyond = await ask('x'.repeat(600))
  expect([beyond?.statusCode, beyond?.json()]).toMatchObject([414, { code: 'bad_request' }])
})

const hasOpenssl = ((): boolean => {
  try {
    return execFileSync('openssl', ['version']).length > 0
  } catch {
    return false
  }
})()
if (!hasOpenssl) console.info('NOT RUN: TLS and HTTP/2 — no openssl to make a certificate with')

describe.skipIf(!hasOpenssl)('with a certificate', () => {
  const folder = mkdtempSync(`${tmpdir()}/firefly-tls-`)
  const tls = { cert: `${folder}/cert.pem`, key: `${folder}/key.pem` }
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('HTTP/1.1 and HTTP/2 are both served, encrypted', async () => {
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '1']
    execFileSync('openssl', [...made, '-keyout', tls.key, '-out', tls.cert], { stdio: 'ignore' })
    const port = await listen({ ...plain, tls })
    const trusting = { rejectUnauthorized: false }
    const old = request({ port, host: '127.0.0.1', ...trusting }).end()
    const [answer] = (await once(old, 'response')) as [{ statusCode: number; resume: () => void }]
    answer.resume()
    expect(answer.statusCode).toBe(200)
    const session = connectHttp2(`https://127.0.0.1:${port}`, trusting)
    const [head] = (await once(session.request({ ':path': '/' }).end(), 'response')) as [
      Record<string, unknown>,
    ]
    expect(head[':status']).toBe(200)
    session.destroy()
  })
})
