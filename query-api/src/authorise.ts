/** Who asks, and of which project; before anything of the body is read. */
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'
import { QueryError } from './errors.ts'

/** The grant of the Bearer token. Throws 401 or 403. */
export const authorise = (request: FastifyRequest, keys: KeyRing): Grant =>
  grantOf(bearerOf(request) ?? '', keys)

/** As `authorise`, for what changes something: the secret key alone may. */
export function authoriseSecret(request: FastifyRequest, keys: KeyRing): Grant {
  const grant = authorise(request, keys)
  if (grant.kind !== 'secret') throw new QueryError('forbidden_key', 'this needs the secret key')
  return grant
}

/** As `authorise`, or by `?key=`: a browser's EventSource cannot send headers. */
export function authoriseWatcher(request: FastifyRequest, keys: KeyRing): Grant {
  const { key } = request.query as { key?: unknown }
  return grantOf(bearerOf(request) ?? (typeof key === 'string' ? key : ''), keys)
}

/** Whose key came with the request, if anybody's; whether it may do this is asked elsewhere. */
export function knownGrant(request: FastifyRequest, keys: KeyRing): Grant | undefined {
  const { key } = request.query as { key?: unknown }
  const token = bearerOf(request) ?? key
  return typeof token === 'string' ? keys.find(token) : undefined
}

const bearerOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]

function grantOf(token: string, keys: KeyRing): Grant {
  const grant = keys.find(token)
  if (!grant)
    throw new QueryError('unknown_key', 'expected Authorization: Bearer with a read key or the secret key')
  if (grant.kind === 'write') throw new QueryError('forbidden_key', 'a write key can only send events')
  return grant
}
