/** What administrators do, as a Fastify plugin: projects, keys, and the audit trail. */
import type { Database } from '@firefly/metadata/database'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import type { LiveDirectory } from '../keys/directory.ts'
import type { LiveTrail } from '../trail/trail.ts'
import { readJsonBodies } from '../json-bodies.ts'
import { keyRoutes } from './keys.ts'
import { projectRoutes } from './projects.ts'
import { toRefused } from './refused.ts'
import { trailRoutes } from './trail.ts'

export interface AdminOptions {
  database: Database
  keys: LiveDirectory
  trail: LiveTrail
  /** A secret key is given by settings, so that no revocation can lock everybody out. */
  secretIsGiven: boolean
  /** A failure nobody expected. */
  onFault: (error: unknown) => void
}

const MAX_BODY_BYTES = 256 * 1024
const RETRY_AFTER_SECONDS = 5

export function adminRoutes(options: AdminOptions): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers()
    readJsonBodies(app, '*', MAX_BODY_BYTES)
    app.setErrorHandler((error, _request, reply) => refuse(error, reply, options))
    projectRoutes(app, options)
    keyRoutes(app, options)
    trailRoutes(app, options)
  }
}

function refuse(error: unknown, reply: FastifyReply, { onFault }: AdminOptions): FastifyReply {
  const refused = toRefused(error)
  if (refused.code === 'internal') onFault(error)
  if (refused.code === 'unavailable') void reply.header('retry-after', RETRY_AFTER_SECONDS)
  return reply.code(refused.status).header('cache-control', 'no-store').send(refused.body)
}
