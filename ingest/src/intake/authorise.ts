/** Finds the key of a request and what it grants, before its body is touched wherever the key is outside the body. */
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'
import { bagOf, textIn } from '../dialects/object.ts'
import { Refusal } from '../errors.ts'
import type { Policy } from '../policy/policy.ts'

/** The token in the Authorization header (Basic user name or Bearer) or in `?writeKey=`; absent when it may be in the body. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization
  if (header !== undefined) return fromHeader(header)
  const { writeKey } = request.query as { writeKey?: unknown }
  return typeof writeKey === 'string' && writeKey !== '' ? writeKey : undefined
}

/** The token in a body: around the events; older libraries of Segment's write it into each of them alone. */
export function keyInBody(value: unknown): string | undefined {
  const { writeKey, batch } = bagOf(value)
  return textIn(writeKey) ?? textIn(bagOf(Array.isArray(batch) ? batch[0] : undefined)['writeKey'])
}

/** What `token` grants. Throws a 401 without saying whether such a key ever existed. */
export function grantOf(keys: KeyRing, token: string | undefined): Grant {
  const grant = token === undefined ? undefined : keys.find(token)
  if (!grant)
    throw new Refusal('unknown_key', 'expected a known write key: Basic user name, Bearer token, or writeKey')
  return grant
}

/** History may only be written with the secret key. */
export function requireSecret(grant: Grant): Grant {
  if (grant.kind !== 'secret') throw new Refusal('forbidden_key', 'importing history needs the secret key')
  return grant
}

/** A read key may look, not write. */
export function requireWriting(grant: Grant): Grant {
  if (grant.kind === 'read') throw new Refusal('forbidden_key', 'a read key cannot send events')
  return grant
}

const SENDER = Symbol('sender')
interface Known {
  [SENDER]?: Grant
}

/**
 * Who sends `request`, remembered for as long as it lasts. Throws a 401, a 403 where the key may not write, or a 429 where it has
 * asked too often: a request counts once, however often this is called for it.
 */
export function sendingGrant(
  request: FastifyRequest,
  { keys, policy }: { keys: KeyRing; policy: Pick<Policy, 'ask'> },
  token: string | undefined,
): Grant {
  const grant = requireWriting(grantOf(keys, token))
  const known = request as Known
  const isNew = known[SENDER] === undefined
  known[SENDER] = grant
  if (isNew) policy.ask(grant)
  return grant
}

/** Who sends it, where that is known: for the rest of the way, and for those who report on it when it fails. */
export const senderOf = (request: FastifyRequest): Grant | undefined => (request as Known)[SENDER]

function fromHeader(header: string): string {
  if (header.startsWith('Bearer ') && !header.includes(' ', 7)) return header.slice(7)
  const [scheme = '', rest = ''] = header.split(' ', 2)
  if (/^bearer$/i.test(scheme)) return rest
  if (!/^basic$/i.test(scheme)) return ''
  return Buffer.from(rest, 'base64').toString('utf8').split(':', 1)[0] ?? ''
}
