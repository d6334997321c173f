/** How the routes of this folder begin and end: the secret key first, then what was asked, each wrong field by its name. */
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { permitOf } from '../permit.ts'

export interface Asked<Of> {
  request: FastifyRequest
  reply: FastifyReply
  keys: KeyRing
  schema: z.ZodType<Of>
  /** What the schema is about; the query string when not given. */
  value?: unknown
}

export async function answering<Of>(
  { request, reply, keys, schema, value = request.query }: Asked<Of>,
  act: (asked: Of, grant: Grant) => Promise<object>,
): Promise<FastifyReply> {
  const permit = permitOf(request, keys)
  if (!permit.ok) return reply.code(permit.status).send(permit.refusal)
  const asked = schema.safeParse(value)
  if (!asked.success) {
    const issues = asked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    return reply
      .code(400)
      .send({ code: 'invalid_query', message: 'the request cannot be understood', issues })
  }
  const answer = await act(asked.data, permit.grant)
  return reply.sent || answer === reply ? reply : reply.send(answer)
}
