/** A line in the audit trail for every question that was answered, whatever its route: who, what, how many rows, how long. */
import type { KeyRing } from '@firefly/protocol/keys'
import type { Deed, DeedName, Trail } from '@firefly/protocol/trail'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { knownGrant } from './authorise.ts'

/** Routes that are more than a question; every other one that needs a key counts as one. */
const NAMES: Record<string, DeedName> = {
  '/v1/persons': 'persons',
  '/v1/persons/merge': 'merge',
  '/v1/persons/unmerge': 'unmerge',
  '/v1/persons/export': 'person.export',
  '/v1/users/:distinctId/export': 'person.export',
  '/v1/export': 'export',
  '/v1/live': 'live',
  '/v1/users': 'user',
  '/v1/users/:distinctId': 'user',
  '/v1/users/:distinctId/events': 'user',
  '/v1/users/:distinctId/merges': 'user',
  '/v1/questions': 'question',
  '/v1/questions/:id': 'question',
  '/v1/cohorts': 'cohort',
  '/v1/cohorts/:id': 'cohort',
  '/v1/cohorts/:id/refresh': 'cohort',
  '/v1/cohorts/:id/persons': 'persons',
  '/v1/catalog/events': 'catalog',
  '/v1/catalog/properties': 'catalog',
  '/v1/catalog/values': 'catalog',
}

type Note = Pick<Deed, 'detail' | 'rows'>
const notes = new WeakMap<FastifyRequest, Note>()

/** What only the handler knows of its deed; may be called again as the number of rows grows. */
export function noteDeed(request: FastifyRequest, { detail, rows }: Note): void {
  const before = notes.get(request)
  const known = { ...before?.detail, ...detail }
  notes.set(request, { detail: known, rows: rows ?? before?.rows ?? 0 })
}

/** Written when the answer is over, also one that was given only in part; what was refused is not. */
export function keepTrail(app: FastifyInstance, keys: KeyRing, trail: Trail): void {
  app.addHook('onRequest', async (request, reply) => {
    const grant = knownGrant(request, keys)
    if (!grant) return
    const started = performance.now()
    const { method, routeOptions } = request
    const { url = '' } = routeOptions
    reply.raw.once('close', () => {
      if (reply.statusCode >= 400) return
      const { detail, rows = 0 } = notes.get(request) ?? {}
      trail.add({
        who: grant.key,
        project: grant.project,
        what: NAMES[url] ?? 'query',
        detail: { route: `${method} ${url}`, ...detail },
        rows,
        durationMs: Math.round(performance.now() - started),
      })
    })
  })
}
