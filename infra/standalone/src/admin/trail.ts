/** `GET /v1/audit-trail`: who did what, newest first, page after page; reading it is a deed too. */
import { listDeeds } from '@firefly/metadata/tables/audit-trail'
import type { FastifyInstance } from 'fastify'
import { overProject, readAs, rightOf } from './asked.ts'
import { trailSchema } from './bodies.ts'
import type { AdminOptions } from './routes.ts'

export function trailRoutes(app: FastifyInstance, { database, keys, trail }: AdminOptions): void {
  app.get('/v1/audit-trail', async (request) => {
    const right = rightOf(request, keys)
    const { project = right.project, ...wanted } = readAs(trailSchema, request.query)
    overProject(right, project)
    const started = performance.now()
    // What was done before this question is in its answer.
    await trail.flush()
    const deeds = await listDeeds(database, { project, ...wanted })
    const durationMs = performance.now() - started
    trail.add({ who: right.key, project, what: 'trail.read', rows: deeds.length, durationMs })
    const next = deeds.length === wanted.limit ? deeds.at(-1)?.id : undefined
    return next === undefined ? { deeds } : { deeds, next }
  })
}
