/** Room for bodies: bounded, given back whatever becomes of the request. */
import { request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { toRefusal } from './errors.ts'
import { boundBodies, createRoom } from './room.ts'

const KILOBYTE = 1024
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function serve(totalBytes: number) {
  const [app, room] = [fastify({ bodyLimit: 8 * KILOBYTE }), createRoom(totalBytes)]
  closing.push(() => app.close())
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = toRefusal(error)
    return reply.code(status).send(body)
  })
  boundBodies(app, room)
  app.post('/', () => ({ ok: true }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: (app.server.address() as AddressInfo).port, room, app }
}

/** Says that `bytes` will come and sends only a few of them. */
function begin(port: number, bytes: number) {
  const request = send({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': bytes } })
  request.on('error', () => undefined)
  request.write('{')
  return request
}

test('beyond the room others are asked to come back, and are taken once it is free again', async () => {
  const { port, room, app } = await serve(10 * KILOBYTE)
  const slow = begin(port, 8 * KILOBYTE)
  await expect.poll(() => room.taken).toBe(8 * KILOBYTE)
  const ask = () => app.inject({ method: 'POST', url: '/', payload: Buffer.alloc(4 * KILOBYTE) })
  expect((await ask()).statusCode).toBe(503)
  slow.destroy()
  await expect.poll(() => room.taken).toBe(0)
  expect((await ask()).statusCode).toBe(200)
  await expect.poll(() => room.taken).toBe(0)
})

test('whoever does not say how long a body is takes as much as is allowed', async () => {
  const { port, room } = await serve(100 * KILOBYTE)
  const request = send({ port, host: '127.0.0.1', method: 'POST' })
  request.on('error', () => undefined)
  request.write('{')
  await expect.poll(() => room.taken).toBe(8 * KILOBYTE)
  request.destroy()
  await expect.poll(() => room.taken).toBe(0)
})

test('a body larger than the whole room is taken when nothing else is in hand', () => {
  const room = createRoom(10)
  expect([room.take(20), room.take(1)]).toEqual([true, false])
  room.give(20)
  expect(room.take(1)).toBe(true)
})
