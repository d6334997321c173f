/** `GET /v1/refusals`: what was turned away from a project or set aside later, and why; with a read key or the secret key. */
import type { Store } from '@firefly/clickhouse/store'
import type { Database } from '@firefly/metadata/database'
import { listRefusals } from '@firefly/metadata/tables/refusals'
import type { KeyRing } from '@firefly/protocol/keys'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readAs } from '../admin/asked.ts'
import { Refused, toRefused } from '../admin/refused.ts'
import { dayOf, KEPT_DAYS } from './ledger.ts'
import { setAsideSince } from './set-aside.ts'

export interface RefusalOptions {
  database: Database
  keys: KeyRing
  /** Absent where this process only collects; what was set aside is then told by those that ask. */
  store?: Store | undefined
  /** Unix milliseconds. */
  clock: () => number
  /** Tells what this process has counted, before it is asked. */
  flush: () => Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
export const Days = z.strictObject({ days: z.coerce.number().int().min(1).max(KEPT_DAYS).default(7) })

export function refusalRoutes(app: FastifyInstance, options: RefusalOptions): void {
  const { database, keys, store, clock, flush } = options
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
      const since = dayOf(clock() - (days - 1) * DAY_MS)
      const atTheDoor = await listRefusals(database, grant.project, since)
      const setAside = store ? await setAsideSince(store, grant.project, since) : []
      return {
        refusals: [...atTheDoor, ...setAside].toSorted((one, other) =>
          one.day < other.day ? 1 : one.day > other.day ? -1 : 0,
        ),
      }
    },
  })
}
