/** The HTTP server: its time limits, its answers to nonsense, and nothing about what it serves. */
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { isLinesRoute } from '@firefly/ingest/lines'
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify'
import { toRefused } from './admin/refused.ts'
import { readJsonBodies } from './json-bodies.ts'
import { cutOverdue } from './overdue.ts'
import { tellUnheard, tellUnroutable } from './unheard.ts'

export interface ServerOptions {
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustProxy: string[] | undefined
  /** Files of a certificate and its key: HTTP/2 and HTTP/1.1 over TLS then. */
  tls: { cert: string; key: string } | undefined
  maxConnections: number
}

/** Fastify's own limits on time are off by default; a slow sender must not hold a socket for ever. */
const LIMITS = {
  connectionTimeout: 60_000,
  // Node's limit for a whole request would end long imports as well: `cutOverdue` takes its place.
  requestTimeout: 0,
  keepAliveTimeout: 10_000,
  forceCloseConnections: 'idle',
  // Keys have up to 128 letters and ids of people 256.
  // Where SDKs put a host that ends with a slash before a path, there are two.
  routerOptions: { maxParamLength: 512, ignoreDuplicateSlashes: true },
  frameworkErrors: tellUnroutable,
  clientErrorHandler: tellUnheard,
} as const satisfies FastifyServerOptions
/** How often it is looked for those who take too long. */
const LOOK_MS = 5_000
const BODIES = { bodyMs: 30_000, everyMs: LOOK_MS, mayLast: isImport }
/** A head is one packet or a few: whoever needs longer is not sending one. */
const HEAD_MS = 10_000
/** Of routes that have no cap of their own. */
const MAX_BODY_BYTES = 1024 * 1024

export function createServer({ trustProxy, tls, maxConnections }: ServerOptions): FastifyInstance {
  const server = tls
    ? secure(tls, trustProxy)
    : fastify({
        ...LIMITS,
        trustProxy: trustProxy ?? false,
        http: { headersTimeout: HEAD_MS, connectionsCheckingInterval: LOOK_MS },
      })
  server.server.maxConnections = maxConnections
  cutOverdue(server, BODIES)
  readJsonBodies(server, 'application/json', MAX_BODY_BYTES)
  server.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ code: 'not_found', message: `nothing is served at ${request.method} ${pathOf(request.url)}` }),
  )
  server.setErrorHandler((error, _request, reply) => {
    const refused = toRefused(error)
    return reply.code(refused.status).send(refused.body)
  })
  return server
}

/** The routes are the same over either; only what carries them differs, which Fastify's types keep apart. */
function secure(
  { cert, key }: { cert: string; key: string },
  trustProxy: string[] | undefined,
): FastifyInstance {
  const files = { cert: readFileSync(cert), key: readFileSync(key) }
  const https = { ...files, allowHTTP1: true, handshakeTimeout: HEAD_MS }
  const server = fastify({
    ...(LIMITS as object),
    trustProxy: trustProxy ?? false,
    http2: true,
    http2SessionTimeout: LIMITS.keepAliveTimeout,
    https,
  })
  return server as unknown as FastifyInstance
}

/** History comes as a stream of any length. */
function isImport({ url = '' }: IncomingMessage): boolean {
  return isLinesRoute(pathOf(url))
}

/** A query string may hold a key: never repeat it. */
const pathOf = (url: string): string => url.split('?', 1)[0]?.slice(0, 200) ?? ''
