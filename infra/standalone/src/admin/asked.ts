/** What an administrator asked: with which right, about which project, and with which values. */
import type { KeyRing } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { PROJECT } from '../keys/first.ts'
import { permitOf } from '../permit.ts'
import { Refused } from './refused.ts'

export interface Right {
  /** The id of the key. */
  key: string
  project: string
  /** Whoever holds a secret key of the first project looks after all of them. */
  isOverall: boolean
  maySee: number
}

/** Throws a 401 or a 403. */
export function rightOf(request: FastifyRequest, keys: KeyRing): Right {
  const permit = permitOf(request, keys)
  if (!permit.ok)
    throw new Refused(permit.status === 401 ? 'unknown_key' : 'forbidden_key', permit.refusal.message)
  const { project, key, maySee } = permit.grant
  return { key, project, isOverall: project === PROJECT, maySee }
}

/** Throws a 403 where the project is somebody else's, whether or not it exists. */
export function overProject(right: Right, project: string): Right {
  if (right.isOverall || right.project === project) return right
  throw new Refused('forbidden_key', 'this key manages its own project alone')
}

/** Throws a 400 that names each wrong field. */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new Refused('invalid_query', 'the request cannot be understood', issues)
}
