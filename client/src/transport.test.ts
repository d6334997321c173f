/** Calls over HTTP, against a small server of their own: what is sent, what is tried again, what each refusal becomes. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { Forbidden, InvalidQuestion, NotFound, Overloaded, TookTooLong, Unreachable } from './errors.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  serve((_request, response) => response.writeHead(status, headers).end(JSON.stringify(body)))
const question = { kind: 'trend' as const, from: '2026-01-01', to: '2026-01-31', series: [{}] }

test('the key and the question are sent, the answer is given back', async () => {
  const seen: unknown[] = []
  const url = await serve((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      seen.push(request.method, request.url, request.headers.authorization, JSON.parse(text))
      response.end(JSON.stringify({ kind: 'trend', result: { buckets: [], series: [] } }))
    })
  })
  const { result } = await createClient({ url, key: 'k' }).query(question)
  expect(result.series).toEqual([])
  expect(seen).toEqual(['POST', '/v1/query', 'Bearer k', question])
})

test('each refusal is an error of its own, with the server’s words', async () => {
  const issues = [{ path: 'series.0.math', message: 'expected total' }]
  for (const [status, kind] of [
    [400, InvalidQuestion],
    [401, Forbidden],
    [403, Forbidden],
    [404, NotFound],
    [422, InvalidQuestion],
    [504, TookTooLong],
  ] as const) {
    const url = await answering(status, { code: 'c', message: 'm', issues })
    const refusal = createClient({ url, key: 'k' }).query(question)
    await expect(refusal).rejects.toBeInstanceOf(kind)
    await expect(refusal).rejects.toMatchObject({
      status,
      code: 'c',
      issues,
      message: 'm: series.0.math: expected total',
    })
    server?.close()
  }
})

test('a busy server is asked again as it says, and not for ever', async () => {
  let calls = 0
  const url = await serve((_request, response) => {
    const busy = ++calls < 3
    response
      .writeHead(busy ? 503 : 200, busy ? { 'retry-after': '0' } : {})
      .end(JSON.stringify({ result: calls }))
  })
  const client = createClient({ url, key: 'k' })
  expect(await client.query(question)).toEqual({ result: 3 })
  calls = -10
  await expect(client.query(question)).rejects.toBeInstanceOf(Overloaded)
  expect(calls).toBe(-7)
})

test('nobody there, no answer in time, and a caller who leaves', async () => {
  const nobody = createClient({ url: 'http://127.0.0.1:1', key: 'k', retries: 0 })
  await expect(nobody.query(question)).rejects.toBeInstanceOf(Unreachable)
  const url = await serve(() => undefined)
  await expect(
    createClient({ url, key: 'k', timeoutMs: 50, retries: 0 }).query(question),
  ).rejects.toBeInstanceOf(Unreachable)
  const leaving = new AbortController()
  const asked = createClient({ url, key: 'k' }).query(question, { signal: leaving.signal })
  leaving.abort(new Error('not needed'))
  await expect(asked).rejects.toThrow('not needed')
})

test('lines that arrive in pieces are rows, and a stream that breaks off is no end', async () => {
  let broken = false
  const url = await serve((_request, response) => {
    response.write('{"event":"a"}\n{"ev')
    setTimeout(() => (broken ? response.destroy() : response.end('ent":"b"}\n')), 20)
  })
  const client = createClient({ url, key: 'k' })
  const rows = async (): Promise<unknown[]> => {
    const all: unknown[] = []
    for await (const row of client.export({ from: '2026-01-01', to: '2026-01-31' })) all.push(row)
    return all
  }
  expect(await rows()).toEqual([{ event: 'a' }, { event: 'b' }])
  broken = true
  await expect(rows()).rejects.toBeInstanceOf(Unreachable)
})
