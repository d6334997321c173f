/** `GET /v1/refusals`: what was turned away from a project and why; with a read key or the secret key. */
import type { Database } from '@firefly/metadata/database'
import { listRefusals } from '@firefly/metadata/tables/refusals'
import type { KeyRing } from '@firefly/protocol/keys'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readAs } from '../admin/asked.ts'
import { Refused, toRefused } from '../admin/refused.ts'
import { dayOf, KEPT_DAYS } from './ledger.ts'

export interface RefusalOptions {
  database: Database
  keys: KeyRing
  /** Unix milliseconds. */
  clock: () => number
  /** Tells what this process has counted, before it is asked. */
  flush: () => Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
export const Days = z.strictObject({ days: z.coerce.number().int().min(1).max(KEPT_DAYS).default(7) })

export function refusalRoutes(app: FastifyInstance, { database, keys, clock, flush }: RefusalOptions): void {
  app.get('/v1/refusals', {
    errorHandler: (error, _request, reply) => {
      const refused = toRefused(error)
      void reply.code(refused.status).send(refused.body)
    },
    handler: async (request) => {
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
      const grant = keys.find(token)
      if (!grant)
        throw new Refused('unknown_key', 'expected Authorization: Bearer with a read or the secret key')
      if (grant.kind === 'write') throw new Refused('forbidden_key', 'a write key can only send events')
      const { days } = readAs(Days, request.query)
      await flush()
      const found = await listRefusals(database, grant.project, dayOf(clock() - (days - 1) * DAY_MS))
      return { refusals: found }
    },
  })
}
