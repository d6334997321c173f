import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { beacon } from './beacon.ts'
import { gzipped } from './compress.ts'
import { postText } from './small-transport.ts'
import { plain, post } from './transport.ts'
import { sendWhole as send } from './whole-transport.ts'

let server: Server | undefined
beforeEach(() => void vi.stubGlobal('location', { origin: 'https://shop.example' }))
afterEach(() => {
  vi.unstubAllGlobals()
  server?.closeAllConnections()
  server?.close()
})

/** A real server for one test; the answer is its address. */
const serve = (listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const opened = createServer(listener)
    server = opened
    opened.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(opened.address() as AddressInfo).port}`))
  })

const calm = { timeoutMs: 5_000, leaving: false }

describe('a request', () => {
  test('is plain text, so that it needs no preflight, and brings the answer back', async () => {
    const seen: string[] = []
    const url = await serve((request, response) => {
      request.on('data', (part: Buffer) => seen.push(part.toString()))
      request.on('end', () => {
        seen.unshift(String(request.headers['content-type']))
        response.writeHead(429, { 'retry-after': '7' }).end('{"code":"overloaded"}')
      })
    })
    expect(await send(url, '{"é":1}', calm)).toEqual({
      status: 429,
      retryAfter: '7',
      body: '{"code":"overloaded"}',
    })
    expect(seen).toEqual(['text/plain', '{"é":1}'])
  })

  test('of the smallest build is plain text as well, and brings the answer back', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      seen.push(request.headers['content-type'])
      response.writeHead(503, { 'retry-after': '7' }).end('{"code":"overloaded"}')
    })
    const answer = { status: 503, retryAfter: '7', body: '{"code":"overloaded"}' }
    expect(await postText(url, '{"é":1}', calm)).toEqual(answer)
    expect(seen).toEqual([expect.stringMatching(/^text\/plain/)])
  })

  test('of the smallest build rejects where nobody answers', async () => {
    const silent = await serve(() => undefined)
    await expect(postText(silent, '{}', { ...calm, timeoutMs: 50 })).rejects.toThrow()
  })

  test('that nobody answers is given up in time', async () => {
    const url = await serve(() => undefined)
    expect(await send(url, '{}', { timeoutMs: 50, leaving: false })).toEqual({ status: 0 })
  })

  test('whose answer never ends is given up in time', async () => {
    const url = await serve((_request, response) => response.writeHead(200).write('{'))
    expect(await send(url, '{}', { timeoutMs: 200, leaving: false })).toEqual({ status: 0 })
  })

  test('to nowhere fails without throwing', async () => {
    expect(await send('http://127.0.0.1:1/', '{}', calm)).toEqual({ status: 0 })
    expect(await send('not an address', '{}', calm)).toEqual({ status: 0 })
  })

  test('of a leaving page is a beacon where fetch cannot outlive it, and counts as unanswered', async () => {
    const beacons: string[] = []
    vi.stubGlobal('navigator', { sendBeacon: (url: string) => beacons.push(url) > 0 })
    const url = 'https://collect.example/v1/batch'
    expect(beacon(url, new Blob())).toBe(undefined)
    vi.stubGlobal('Request', { prototype: {} })
    expect(await send(url, '{}', { timeoutMs: 1_000, leaving: true })).toEqual({
      status: 0,
      retryAfter: '30',
    })
    expect(beacons).toEqual([url])
  })

  test('asks to outlive the page only within the browser’s quota', async () => {
    const asked: (boolean | undefined)[] = []
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, request) => {
      asked.push(request?.keepalive)
      return new Response('{}')
    })
    for (const text of ['x'.repeat(64_000), '中'.repeat(22_000)])
      await post('https://collect.example/', plain(text), 5_000)
    fetched.mockRestore()
    expect(asked).toEqual([true, false])
  })
})

describe('packing', () => {
  const origin = 'https://shop.example'
  const large = JSON.stringify({
    batch: Array.from({ length: 300 }, (_, index) => ({ event: 'Ordered', index })),
  })

  test('gzips a large body to the page’s own origin', async () => {
    const packed = await gzipped(`${origin}/v1/batch`, large)
    const bytes = Buffer.from((await packed?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect(gunzipSync(bytes).toString()).toBe(large)
    expect(bytes.length).toBeLessThan(large.length / 4)
  })

  test('leaves small bodies, and those to another origin, as they are', async () => {
    expect(await gzipped(`${origin}/v1/batch`, '{}')).toBe(undefined)
    expect(await gzipped('https://shop.example.evil/v1/batch', large)).toBe(undefined)
  })

  test('says that a body is packed', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      seen.push(request.headers['content-encoding'])
      response.end('{}')
    })
    vi.stubGlobal('location', { origin: url })
    await send(`${url}/`, large, calm)
    await send(`${url}/`, large, { ...calm, leaving: true })
    expect(seen).toEqual(['gzip', undefined])
  })
})
