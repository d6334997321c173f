/** The addresses of every wire: with a slash at their end or without, and asked in the wrong way. */
import type { HTTPMethods } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { type Door, openDoor, SECRET_KEY, WRITE_KEY } from '../testing/door.ts'

let door: Door
afterEach(() => door.app.close())

const event = { type: 'track', event: 'e', anonymousId: 'a' }
const batch = JSON.stringify({ batch: [event] })
const json = { 'content-type': 'application/json' }
const KEY = { ...json, authorization: `Bearer ${WRITE_KEY}` }

const ANSWERED: readonly (readonly [right: string, path: string])[] = [
  ...['/v1/batch', '/v1/b', '/v1/track', '/v1/t', '/beacon/v1/batch', '/v1/import'].map(
    (path) => ['POST', path] as const,
  ),
  ['POST', '/i/v1/analytics/events'],
  ...['/v1/pixel/track', '/pixel/v1/page', '/sourceConfig', '/array/k/config'].map(
    (path) => ['GET', path] as const,
  ),
  ...['/v1/m', '/rsaMetrics', '/e', '/i/v0/e', '/batch', '/flags', '/s', '/sa', '/sa.gif', '/debug'].map(
    (path) => ['GET, POST', path] as const,
  ),
]

test('every address is there with a slash at its end and without, and tells who asks in a wrong way the right one', async () => {
  door = await openDoor()
  for (const [right, path] of ANSWERED)
    for (const url of [path, `${path}/`])
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies HTTPMethods[]) {
        const answer = await door.app.inject({ method, url, headers: json, payload: '{}' })
        const isRight = right.split(', ').includes(method)
        expect([method, url, answer.statusCode === 405]).toEqual([method, url, !isRight])
        if (isRight) expect([url, answer.statusCode]).not.toEqual([url, 404])
        else expect([url, answer.headers['allow']]).toEqual([url, right])
      }
  expect(door.kept).toEqual([])
})

test('what is sent to an address with a slash is kept as at the other one, as history where that is', async () => {
  door = await openDoor()
  const send = (url: string, headers: object, payload = batch) =>
    door.app.inject({ method: 'POST', url, headers: { ...headers }, payload })
  expect((await send('/v1/batch/', KEY)).json()).toEqual({ accepted: 1, rejected: [] })
  const secret = { ...json, authorization: `Bearer ${SECRET_KEY}` }
  const lines = { ...secret, 'content-type': 'application/X-NDJSON' }
  expect((await send('/v1/import/', lines, JSON.stringify(event))).json()).toEqual({
    accepted: 1,
    rejected: [],
  })
  expect((await send('/v1/import/', secret)).json()).toEqual({ accepted: 1, rejected: [] })
  expect(door.kept.map(({ header }) => header.history ?? false)).toEqual([false, true, true])
  expect((await send('/v1/import/', KEY)).statusCode).toBe(403)
  // The route that is counted is the one address.
  const routes = door.told.flatMap((one) => (one.name === 'batch_accepted' ? [one.route] : []))
  expect(routes).toEqual(['/v1/batch', '/v1/import', '/v1/import'])
})

test('a body is taken whatever it is called, also where that is no name of a type', async () => {
  door = await openDoor()
  for (const type of ['json', 'application/json, text/plain', ';charset=utf-8', '/', 'application/jsön']) {
    const headers = { authorization: `Bearer ${WRITE_KEY}`, 'content-type': type }
    const answer = await door.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: batch })
    expect([type, answer.statusCode]).toEqual([type, 200])
  }
  const sensors = {
    method: 'POST',
    url: `/sa?project=${WRITE_KEY}`,
    headers: { 'content-type': 'x' },
  } as const
  const data = Buffer.from('[]').toString('base64')
  expect((await door.app.inject({ ...sensors, payload: `data_list=${data}` })).statusCode).toBe(200)
})
