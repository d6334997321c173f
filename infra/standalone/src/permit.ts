/** Who may look after a Firefly: whoever holds a secret key; after all of it, whoever holds one of the first project. */
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'
import { PROJECT } from './keys/first.ts'

export interface Permitted {
  ok: true
  project: string
  grant: Grant
}
export type Permit = Permitted | { ok: false; status: 401 | 403; refusal: { code: string; message: string } }

const UNKNOWN = { code: 'unknown_key', message: 'expected Authorization: Bearer with the secret key' }
const FORBIDDEN = { code: 'forbidden_key', message: 'this needs the secret key' }

const NOT_OVERALL = { code: 'forbidden_key', message: 'this needs the secret key of the first project' }

/** As `permitOf`, for what concerns all projects at once. */
export function overallPermitOf(request: FastifyRequest, keys: KeyRing): Permit {
  const permit = permitOf(request, keys)
  if (!permit.ok || permit.project === PROJECT) return permit
  return { ok: false, status: 403, refusal: NOT_OVERALL }
}

export function permitOf(request: FastifyRequest, keys: KeyRing): Permit {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const grant = keys.find(token)
  if (!grant) return { ok: false, status: 401, refusal: UNKNOWN }
  if (grant.kind !== 'secret') return { ok: false, status: 403, refusal: FORBIDDEN }
  return { ok: true, project: grant.project, grant }
}
