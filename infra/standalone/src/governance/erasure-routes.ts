/** `POST /v1/erasures`, `GET /v1/erasures`, `GET /v1/erasures/{id}`: erases a person, and shows the receipts; with the secret key. */
import type { Database } from '@firefly/metadata/database'
import { type ErasureRow, findErasure, listErasures } from '@firefly/metadata/tables/erasures'
import type { KeyRing } from '@firefly/protocol/keys'
import { MAX_ID_LENGTH } from '@firefly/protocol/limits'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering } from './answering.ts'
import { type Erasures, NotYet } from './erasures.ts'

export interface ErasureRoutesOptions {
  erasures: Pick<Erasures, 'erase'>
  database: Database
  keys: KeyRing
}

export const Person = z.strictObject({ distinctId: z.string().min(1).max(MAX_ID_LENGTH) })
export const Which = z.strictObject({ id: z.string().min(1).max(100) })
export const Page = z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) })

export function erasureRoutes(
  app: FastifyInstance,
  { erasures, database, keys }: ErasureRoutesOptions,
): void {
  app.post('/v1/erasures', (request, reply) =>
    answering(
      { request, reply, keys, schema: Person, value: request.body },
      async ({ distinctId }, grant) => {
        try {
          const erasure = await erasures.erase(grant, distinctId)
          return await reply.code(202).send(receiptOf(erasure))
        } catch (error) {
          if (error instanceof NotYet) return reply.code(503).header('retry-after', 30).send(NOT_YET)
          throw error
        }
      },
    ),
  )
  app.get('/v1/erasures', (request, reply) =>
    answering({ request, reply, keys, schema: Page }, async ({ limit }, { project }) => ({
      erasures: (await listErasures(database, project, limit)).map(receiptOf),
    })),
  )
  app.get('/v1/erasures/:id', (request, reply) =>
    answering({ request, reply, keys, schema: Which, value: request.params }, async ({ id }, { project }) => {
      const found = await findErasure(database, project, id)
      if (found) return receiptOf(found)
      return reply.code(404).send({ code: 'not_found', message: 'there is no such erasure' })
    }),
  )
}

const NOT_YET = {
  code: 'unavailable',
  message: 'events accepted before are not stored yet, so it is not known who this is; nothing was erased',
}

/** What was needed on the way is nobody's business. */
function receiptOf({ work: _work, ...receipt }: ErasureRow): Omit<ErasureRow, 'work'> {
  return receipt
}
