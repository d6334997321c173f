/** Who may look after a Firefly: whoever holds a secret key. */
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'

export type Permit =
  | { ok: true; project: string; grant: Grant }
  | { ok: false; status: 401 | 403; refusal: { code: string; message: string } }

const UNKNOWN = { code: 'unknown_key', message: 'expected Authorization: Bearer with the secret key' }
const FORBIDDEN = { code: 'forbidden_key', message: 'this needs the secret key' }

export function permitOf(request: FastifyRequest, keys: KeyRing): Permit {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const grant = keys.find(token)
  if (!grant) return { ok: false, status: 401, refusal: UNKNOWN }
  if (grant.kind !== 'secret') return { ok: false, status: 403, refusal: FORBIDDEN }
  return { ok: true, project: grant.project, grant }
}
