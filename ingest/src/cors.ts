/**
 * Lets the pages of every site send: which of them may is decided by the project of their key, not here.
 * Ours, because it runs before every batch: what comes from no page (apps, servers, mini-programs) passes after one look.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Browsers keep it no longer than a day, or two hours in some. */
const PREFLIGHT_CACHE_SECONDS = 86_400
const METHODS = 'GET, POST'

export function allowPages(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origin !== undefined) allow(reply, origin)
    done()
  })
  app.options('*', answerPreflight)
}

/** Some SDKs send cookies along, which is refused by their browser unless we allow it; none is ever read here. */
const allow = (reply: FastifyReply, origin: string): FastifyReply =>
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-credentials', 'true')
    .header('vary', 'Origin')

function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = headers['access-control-request-headers']
  if (headers.origin === undefined) return reply.code(204).header('allow', METHODS).send()
  if (asked !== undefined) void reply.header('access-control-allow-headers', asked)
  return reply
    .code(204)
    .header('access-control-allow-methods', METHODS)
    .header('access-control-max-age', String(PREFLIGHT_CACHE_SECONDS))
    .header('vary', 'Origin, Access-Control-Request-Headers')
    .send()
}
