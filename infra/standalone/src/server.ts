/** The HTTP server: its time limits, its answers to nonsense, and nothing about what it serves. */
import { type FastifyInstance, fastify } from 'fastify'

export interface ServerOptions {
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustProxy: string[] | undefined
}

/** Fastify's own limits on time are off by default; a slow sender must not hold a socket for ever. */
export function createServer({ trustProxy }: ServerOptions): FastifyInstance {
  const server = fastify({
    trustProxy: trustProxy ?? false,
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
  })
  server.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ code: 'not_found', message: `nothing is served at ${request.method} ${pathOf(request.url)}` }),
  )
  server.setErrorHandler((_error, _request, reply) =>
    reply.code(500).send({ code: 'internal', message: 'the server failed' }),
  )
  return server
}

/** A query string may hold a key: never repeat it. */
const pathOf = (url: string): string => url.split('?', 1)[0]?.slice(0, 200) ?? ''
