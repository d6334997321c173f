/** A question over HTTP: in its project's turn, for what its key may cost, and only as long as somebody waits. */
import type { Grant } from '@firefly/protocol/keys'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AnswerOptions } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'

/** Aborted once the connection is closed before the answer is sent whole, by whomever. */
export function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    // Telling nobody that nobody waits takes a tenth of a millisecond.
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

/** Throws 401, 403, or 503 when too many wait. */
export function inTurn<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  api: QueryApi,
  work: (options: AnswerOptions) => Promise<Result>,
): Promise<Result> {
  const grant = authorise(request, api.keys)
  const gone = goneOf(reply)
  return api.gate.pass(grant.project, () => work({ ...answering(api, grant), now: Date.now(), gone }), gone)
}

/** What answering takes, for whoever holds such a key. */
export const answering = (
  { store, cohorts, known, allowanceOf, zoneOf, sightOf }: QueryApi,
  grant: Pick<Grant, 'project' | 'kind' | 'maySee'>,
): Omit<AnswerOptions, 'now'> => ({
  store,
  cohorts,
  known,
  project: grant.project,
  limits: allowanceOf(grant),
  sight: sightOf(grant),
  timezone: zoneOf(grant.project),
})
