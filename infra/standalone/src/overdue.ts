/**
 * Cuts off whoever takes too long over a body. Node's own limit knows no exception, and the history of years takes its time:
 * a stream may last as long as it moves.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { tellUnheard } from './unheard.ts'

export interface OverdueOptions {
  /** From the head of a request to the end of its body, in milliseconds. */
  bodyMs: number
  /** How often it is looked. */
  everyMs: number
  /** A request that may last, until it is answered. */
  mayLast: (request: IncomingMessage) => boolean
}

interface Latest {
  response: ServerResponse
  /** `performance.now()`. */
  since: number
}

/** HTTP/2 has no connection to cut for one request; its sessions are closed when nothing moves. */
export function cutOverdue(app: FastifyInstance, { bodyMs, everyMs, mayLast }: OverdueOptions): void {
  // By connection, of which there are few, and not by request, of which there are thousands a second.
  const latest = new Map<Socket, Latest | undefined>()
  const open = (socket: Socket): void => {
    latest.set(socket, undefined)
    socket.once('close', () => latest.delete(socket))
  }
  // Under TLS requests come on the second kind.
  for (const event of ['connection', 'secureConnection']) app.server.on(event, open)
  app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (latest.has(request.socket)) latest.set(request.socket, { response, since: performance.now() })
  })
  const look = (): void => {
    for (const [socket, one] of latest) {
      if (!one) continue
      if (one.response.req.complete) latest.set(socket, undefined)
      else if (performance.now() - one.since > bodyMs) cut(socket, one.response, mayLast)
    }
  }
  const timer = setInterval(look, everyMs).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}

function cut(socket: Socket, response: ServerResponse, mayLast: OverdueOptions['mayLast']): void {
  // Whoever has its answer and goes on sending is read away, but not for ever.
  if (response.headersSent) socket.destroy()
  else if (!mayLast(response.req)) tellUnheard(new Overdue(), socket)
}

class Overdue extends Error {
  override readonly name = 'Overdue'
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT'
}
