/** Whoever has connected by the time of the stop is answered. */
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { drainable } from './drain.ts'

const SENDERS = 50

test('a stop answers requests on connections that the process was too busy to take yet', async () => {
  const app = fastify()
  const drain = drainable(app)
  app.get('/', () => ({ ok: true }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const senders = Array.from({ length: SENDERS }, () => connect(port, '127.0.0.1'))
  const answers = senders.map((sender) => text(sender).catch((error: Error) => error.message))
  for (const sender of senders) sender.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await Promise.all([drain.stop(), ...senders.map((sender) => once(sender, 'close'))])
  expect((await Promise.all(answers)).filter((answer) => !answer.includes('200 OK'))).toEqual([])
})
