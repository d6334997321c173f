/** What SDKs of others send and nobody here wants: read away, counted, and answered with success so that it is not sent again. */
import type { FastifyInstance } from 'fastify'
import type { IngestOptions } from '../app.ts'
import { drain } from '../drain.ts'
import type { DialectName, DiscardReason } from '../telemetry.ts'
import { refuseOthers } from './refuse.ts'

export interface Discarded {
  dialect: DialectName
  reason: DiscardReason
  answer: object
}

export function discard(
  app: FastifyInstance,
  { onEvent }: IngestOptions,
  urls: readonly string[],
  { dialect, reason, answer }: Discarded,
): void {
  for (const url of urls) {
    app.route({
      method: ['GET', 'POST'],
      url,
      exposeHeadRoute: false,
      // Before the body is read into memory, for it may be large.
      onRequest: async (request, reply) => {
        drain(request, reply)
        onEvent({ name: 'request_discarded', dialect, reason })
        return reply.send(answer)
      },
      handler: (_request, reply) => reply,
    })
    refuseOthers(app, url, ['GET', 'POST'])
  }
}
