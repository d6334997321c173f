/** Room for bodies: bounded, given back whatever becomes of the request, and kept from nobody by those who only announce. */
import { request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { toRefusal } from './errors.ts'
import { receiveBodies } from './receive.ts'
import { createRoom } from './room.ts'

const KILOBYTE = 1024
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function serve(totalBytes: number) {
  const [app, room] = [fastify({ bodyLimit: 8 * KILOBYTE }), createRoom(totalBytes)]
  const codes: string[] = []
  closing.push(() => app.close())
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = toRefusal(error)
    codes.push(body.code)
    return reply.code(status).send(body)
  })
  receiveBodies(app, room)
  app.post('/', ({ body }) => ({ bytes: (body as Buffer).length }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: (app.server.address() as AddressInfo).port, room, app, codes }
}

/** Says that `bytes` will come and sends only so many of them. */
function begin(port: number, bytes: number, sent: number) {
  const request = send({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': bytes } })
  request.on('error', () => undefined)
  request.write(Buffer.alloc(sent))
  return request
}

test('beyond the room others are asked to come back, and are taken once it is free again', async () => {
  const { port, room, app } = await serve(10 * KILOBYTE)
  const slow = begin(port, 8 * KILOBYTE, 7 * KILOBYTE)
  await expect.poll(() => room.taken).toBe(7 * KILOBYTE)
  const ask = () => app.inject({ method: 'POST', url: '/', payload: Buffer.alloc(4 * KILOBYTE) })
  expect((await ask()).statusCode).toBe(503)
  expect(room.taken).toBe(7 * KILOBYTE)
  slow.destroy()
  await expect.poll(() => room.taken).toBe(0)
  expect((await ask()).json()).toEqual({ bytes: 4 * KILOBYTE })
  await expect.poll(() => [room.taken, room.requests]).toEqual([0, 0])
})

test('who announces much and sends nothing keeps nobody out, and going away is no fault of the server', async () => {
  const { port, room, app, codes } = await serve(10 * KILOBYTE)
  const silent = Array.from({ length: 20 }, () => begin(port, 8 * KILOBYTE, 1))
  await expect.poll(() => room.requests).toBe(20)
  const asked = await app.inject({ method: 'POST', url: '/', payload: Buffer.alloc(4 * KILOBYTE) })
  expect(asked.statusCode).toBe(200)
  for (const one of silent) one.destroy()
  await expect.poll(() => [room.taken, room.requests, codes.length]).toEqual([0, 0, 20])
  expect(new Set(codes)).toEqual(new Set(['cut_off']))
})

test('a body beyond the cap is refused, whether it says its length or not', async () => {
  const { app, port } = await serve(100 * KILOBYTE)
  const stated = await app.inject({ method: 'POST', url: '/', payload: Buffer.alloc(9 * KILOBYTE) })
  expect([stated.statusCode, stated.json()]).toMatchObject([413, { code: 'payload_too_large' }])
  const body = new ReadableStream({
    start(controller) {
      for (let n = 0; n < 9; n++) controller.enqueue(new Uint8Array(KILOBYTE))
      controller.close()
    },
  })
  const unstated = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, duplex: 'half' })
  expect([unstated.status, await unstated.json()]).toMatchObject([413, { code: 'payload_too_large' }])
})

test('a body larger than the whole room is taken when nothing else is in hand', () => {
  const room = createRoom(10)
  const [large, small] = [room.enter(), room.enter()]
  expect([large.take(8), large.take(8), small.take(1)]).toEqual([true, true, false])
  large.leave()
  expect([small.take(1), room.taken, room.requests]).toEqual([true, 1, 1])
})
