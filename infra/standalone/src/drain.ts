/** How a server stops without cutting anybody off: no new connections, then a moment in which the open ones are ended in order. */
import { Server as NetServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Long enough for a client that is sending to send once more, and be told that it was the last time. */
const LAST_REQUESTS_MS = 1_000

export interface Drain {
  stop(): Promise<void>
}

/** Call before the routes are registered. */
export function drainable(app: FastifyInstance): Drain {
  let isDraining = false
  app.addHook('onSend', async (_request, reply) => {
    if (isDraining) void reply.header('connection', 'close')
  })
  return {
    async stop() {
      isDraining = true
      // Right after a turn in which all waiting connections were taken, the system has none left to reset.
      await new Promise(setImmediate)
      // HTTP's own close would end idle connections at once, one of which may carry a request by now.
      NetServer.prototype.close.call(app.server)
      if (await hasConnections(app)) await sleep(LAST_REQUESTS_MS)
      await app.close()
    },
  }
}

const hasConnections = (app: FastifyInstance): Promise<boolean> =>
  new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count > 0)))
