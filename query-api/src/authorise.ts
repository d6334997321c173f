/** Who asks, and of which project; before anything of the body is read. */
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'
import { QueryError } from './errors.ts'

/** The grant of the Bearer token, or of `?key=` where a browser cannot send headers. Throws 401 or 403. */
export function authorise(request: FastifyRequest, keys: KeyRing): Grant {
  const grant = keys.find(tokenOf(request))
  if (!grant)
    throw new QueryError('unknown_key', 'expected Authorization: Bearer with a read key or the secret key')
  if (grant.kind === 'write') throw new QueryError('forbidden_key', 'a write key can only send events')
  return grant
}

function tokenOf({ headers, query }: FastifyRequest): string {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  const { key } = query as { key?: unknown }
  return bearer ?? (typeof key === 'string' ? key : '')
}
