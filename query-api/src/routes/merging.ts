/** `POST /v1/persons/merge` and `/v1/persons/unmerge`, with the secret key: who is whom, decided by hand. */
import { type Decided, mergeSchema, unmergeSchema } from '@firefly/protocol/query/merging'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { QueryApi } from '../app.ts'
import { openAsker } from '../asker.ts'
import { authoriseSecret } from '../authorise.ts'
import { findProject } from '../identity/joins.ts'
import { type Deciding, merge, unmerge } from '../identity/merging.ts'
import { readParameters } from '../parameters.ts'
import { noteDeed } from '../trail.ts'

export function mergingRoutes(app: FastifyInstance, api: QueryApi): void {
  const options = { onRequest: async (request: FastifyRequest) => void authoriseSecret(request, api.keys) }
  const decide =
    <Schema extends z.ZodType>(
      schema: Schema,
      act: (asked: z.output<Schema>, deciding: Deciding) => Promise<Decided>,
    ) =>
    (request: FastifyRequest): Promise<Decided> => {
      const grant = authoriseSecret(request, api.keys)
      const asked = readParameters(schema, request.body)
      return api.gate.pass(grant.project, async () => {
        const { store } = api
        const { ask } = openAsker({ store, limits: api.allowanceOf(grant) })
        const project = await findProject(grant.project, ask, store)
        const decided = await act(asked, { project, ask, store, by: grant.key, now: Date.now() })
        noteDeed(request, { rows: decided.decisions.length })
        return decided
      })
    }
  app.post('/v1/persons/merge', options, decide(mergeSchema, merge))
  app.post('/v1/persons/unmerge', options, decide(unmergeSchema, unmerge))
}
