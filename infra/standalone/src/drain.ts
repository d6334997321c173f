/** How a server stops without cutting anybody off: no new connections, then a moment in which the open ones are ended in order. */
import { Server as NetServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Long enough for a client that is sending to send once more, and be told that it was the last time. */
const LAST_REQUESTS_MS = 1_000
/** Under a storm of connections there is always one more. */
const MOST_TURNS = 1_000

export interface Drain {
  stop(): Promise<void>
}

/** Call before the routes are registered. */
export function drainable(app: FastifyInstance): Drain {
  let isDraining = false
  // Not async: every answer would wait a turn for it.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isDraining) void reply.header('connection', 'close')
    done(null, payload)
  })
  return {
    async stop() {
      await noneWaits(app)
      // HTTP's own close would end idle connections at once, one of which may carry a request by now.
      NetServer.prototype.close.call(app.server)
      // Not earlier: whoever is told to close connects anew at once, and would be reset with the listening socket.
      isDraining = true
      if (await hasConnections(app)) await sleep(LAST_REQUESTS_MS)
      await aTurn()
      app.server.closeIdleConnections?.()
      await app.close()
    },
  }
}

/** Right after it everything that had arrived is read: a timer alone fires before that, however long the process was busy. */
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Until a turn takes no new connection: those that wait when the socket is closed are reset. */
async function noneWaits(app: FastifyInstance): Promise<void> {
  let taken = 0
  const count = (): number => taken++
  app.server.on('connection', count)
  for (let turn = 0, before = -1; turn < MOST_TURNS && before !== taken; turn++) {
    before = taken
    await aTurn()
    await aTurn()
  }
  app.server.off('connection', count)
}

const hasConnections = (app: FastifyInstance): Promise<boolean> =>
  new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count > 0)))
