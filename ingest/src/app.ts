/** Ingest as a Fastify plugin: the same for one process and for a service of its own. */
import cors from '@fastify/cors'
import type { EventLog } from '@firefly/event-log/port'
import type { KeyRing } from '@firefly/protocol/keys'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { drain } from './drain.ts'
import { Refusal, toRefusal } from './errors.ts'
import { collectRoutes } from './routes/collect.ts'
import { importRoutes } from './routes/import.ts'
import { boundBodies, createRoom } from './room.ts'
import type { OnIngestEvent } from './telemetry.ts'

export interface IngestOptions {
  log: EventLog
  keys: KeyRing
  /** Unix milliseconds. */
  clock: () => number
  onEvent: OnIngestEvent
}

const PREFLIGHT_CACHE_SECONDS = 86_400
/** All bodies that are being read, parsed or made durable together. */
const BODIES_BYTES = 256 * 1024 * 1024

export function createIngest(options: IngestOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(cors, { origin: true, maxAge: PREFLIGHT_CACHE_SECONDS, methods: ['GET', 'POST'] })
    acceptBytes(app)
    boundBodies(app, createRoom(BODIES_BYTES))
    app.setErrorHandler((error, request, reply) => refuse(error, request, reply, options.onEvent))
    collectRoutes(app, options)
    importRoutes(app, options)
    refuseOtherMethods(app)
  }
}

/** Bodies stay bytes: they are parsed once, by us, after authorisation. */
function acceptBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )
  app.addContentTypeParser('application/x-ndjson', (_request, stream, done) => done(null, stream))
}

function refuse(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  onEvent: OnIngestEvent,
): FastifyReply {
  const refusal = toRefusal(error)
  const route = request.routeOptions.url ?? 'unknown'
  if (refusal.code === 'internal') onEvent({ name: 'request_failed', route, error })
  onEvent({ name: 'request_refused', route, code: refusal.code })
  drain(request, reply)
  if (refusal.retryAfter !== undefined) void reply.header('retry-after', refusal.retryAfter)
  return reply.code(refusal.status).send(refusal.body)
}

/** A known path asked in the wrong way is told the right one. */
function refuseOtherMethods(app: FastifyInstance): void {
  for (const url of [
    '/v1/batch',
    '/v1/import',
    '/v1/track',
    '/v1/page',
    '/v1/screen',
    '/v1/identify',
    '/v1/group',
    '/v1/alias',
  ])
    app.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: async (_request, reply) => {
        void reply.header('allow', 'POST')
        throw new Refusal('method_not_allowed', 'expected POST')
      },
    })
}
