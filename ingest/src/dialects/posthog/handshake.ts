/** What posthog-js asks before it sends, or to know more; without answers it stays silent or sends uncompressed. */
import type { FastifyInstance } from 'fastify'
import { bothWays } from './paths.ts'

const COMPRESSION = ['gzip', 'gzip-js']
const CONFIG = {
  supportedCompression: COMPRESSION,
  analytics: { endpoint: '/i/v0/e/' },
  hasFeatureFlags: false,
  autocapture_opt_out: false,
}
const FLAGS = { flags: {}, errorsWhileComputingFlags: false }
/** Up to about version 1.60 clicks are looked at only where `enable_collect_everything` says so. */
const DECIDE = { ...CONFIG, ...FLAGS, featureFlags: {}, config: { enable_collect_everything: true } }

/** There are no flags here, so nobody needs to be known: what the request carries is not looked into. */
export function handshakes(app: FastifyInstance): void {
  for (const url of bothWays('/array/:token/config')) app.get(url, (_request, reply) => reply.send(CONFIG))
  for (const [path, answer] of [
    ['/flags', FLAGS],
    ['/decide', DECIDE],
  ] as const)
    for (const url of bothWays(path))
      app.route({ method: ['GET', 'POST'], url, handler: (_request, reply) => reply.send(answer) })
}
