/** `/v1/projects/{project}/keys`: made, listed, replaced and revoked; a token is told once, when it is made. */
import type { Database } from '@firefly/metadata/database'
import { findKey, type KeyRow, listKeys, revokeKey } from '@firefly/metadata/tables/keys'
import { findProject } from '@firefly/metadata/tables/projects'
import type { FastifyInstance } from 'fastify'
import { PROJECT } from '../keys/first.ts'
import { overProject, readAs, type Right, rightOf } from './asked.ts'
import { newKeySchema, rotationSchema } from './bodies.ts'
import { found, makeKey, note, type ProjectParams } from './projects.ts'
import { Refused } from './refused.ts'
import type { AdminOptions } from './routes.ts'

type KeyParams = { Params: { project: string; key: string } }

export function keyRoutes(app: FastifyInstance, options: AdminOptions): void {
  const { database, keys } = options
  const url = '/v1/projects/:project/keys'
  app.get<ProjectParams>(url, async (request) => {
    const { project } = request.params
    overProject(rightOf(request, keys), project)
    found(await findProject(database, project))
    return { keys: await listKeys(database, project) }
  })
  app.post<ProjectParams>(url, async (request, reply) => {
    const { project } = request.params
    const right = overProject(rightOf(request, keys), project)
    const made = await make(database, right, project, readAs(newKeySchema, request.body))
    await keys.refresh()
    return reply.code(201).send(made)
  })
  app.delete<KeyParams>(`${url}/:key`, async (request) => {
    const { project, key } = request.params
    const right = overProject(rightOf(request, keys), project)
    const revoked = await revoke(options, right, project, key)
    await keys.refresh()
    return revoked
  })
  app.post<KeyParams>(`${url}/:key/rotate`, async (request, reply) => {
    const { project, key } = request.params
    const right = overProject(rightOf(request, keys), project)
    const { overlapSeconds } = readAs(rotationSchema, request.body ?? {})
    const rotated = await rotate(database, right, project, key, overlapSeconds)
    await keys.refresh()
    return reply.code(201).send(rotated)
  })
}

/** Nobody makes a key that sees more than their own. */
const make = (
  database: Database,
  right: Right,
  project: string,
  { kind, label, debug, maySee = right.maySee }: ReturnType<typeof newKeySchema.parse>,
): Promise<KeyRow & { token: string }> => {
  if (maySee > right.maySee)
    throw new Refused(
      'forbidden_key',
      `this key sees up to level ${right.maySee}, and can make no key that sees more`,
    )
  return database.transaction(async (transaction) => {
    const made = await makeKey(transaction, { project, kind, label, maySee, debug })
    const detail = { key: made.id, kind, maySee, ...(debug ? { debug } : {}) }
    await note(transaction, { who: right.key, project, what: 'key.create', detail })
    return made
  })
}

const revoke = (
  { database, secretIsGiven }: AdminOptions,
  { key: who }: Right,
  project: string,
  id: string,
): Promise<KeyRow> =>
  database.transaction(async (transaction) => {
    const revoked = known(await revokeKey(transaction, project, id))
    const isLocked =
      project === PROJECT && !secretIsGiven && !(await listKeys(transaction, project)).some(opens)
    if (isLocked)
      throw new Refused(
        'conflict',
        'this is the last secret key of the first project; make another one first',
      )
    await note(transaction, { who, project, what: 'key.revoke', detail: { key: id } })
    return revoked
  })

const rotate = (
  database: Database,
  right: Right,
  project: string,
  id: string,
  overlapSeconds: number,
): Promise<{ key: KeyRow; token: string; replaced: KeyRow }> =>
  database.transaction(async (transaction) => {
    const old = known(await findKey(transaction, project, id))
    if (!isLiving(old)) throw new Refused('conflict', 'this key was revoked; make a new one')
    if (old.maySee > right.maySee)
      throw new Refused('forbidden_key', 'this key sees more than the one that asks')
    const { kind, label, maySee, debug } = old
    const { token, ...key } = await makeKey(transaction, { project, kind, label, maySee, debug })
    const replaced = known(await revokeKey(transaction, project, id, overlapSeconds))
    await note(transaction, { who: right.key, project, what: 'key.rotate', detail: { key: id, by: key.id } })
    return { key, token, replaced }
  })

const isLiving = ({ revokedAt }: KeyRow): boolean => revokedAt === null || revokedAt.getTime() > Date.now()
const opens = (key: KeyRow): boolean => key.kind === 'secret' && key.revokedAt === null

const known = (key: KeyRow | undefined): KeyRow => {
  if (!key) throw new Refused('not_found', 'this project has no such key')
  return key
}
