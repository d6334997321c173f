/** `/v1/projects`: tenants are made, listed and changed, each change beside its deed in one transaction. */
import type { Database, Queries } from '@firefly/metadata/database'
import { addDeeds } from '@firefly/metadata/tables/audit-trail'
import { createKey, type KeyRow, makeToken, type NewKey } from '@firefly/metadata/tables/keys'
import {
  changeProject,
  createProject,
  findProject,
  listProjects,
  type ProjectRow,
} from '@firefly/metadata/tables/projects'
import type { DeedName } from '@firefly/protocol/trail'
import type { FastifyInstance } from 'fastify'
import { overProject, readAs, type Right, rightOf } from './asked.ts'
import { newProjectSchema, projectChangeSchema } from './bodies.ts'
import type { AdminOptions } from './routes.ts'
import { Refused } from './refused.ts'

export type ProjectParams = { Params: { project: string } }

export function projectRoutes(app: FastifyInstance, { database, keys }: AdminOptions): void {
  app.get('/v1/projects', async (request) => {
    const right = rightOf(request, keys)
    const all = await listProjects(database)
    return { projects: all.filter(({ id }) => right.isOverall || id === right.project) }
  })
  app.post('/v1/projects', async (request, reply) => {
    const right = rightOf(request, keys)
    if (!right.isOverall)
      throw new Refused('forbidden_key', 'projects are made with the secret key of the first one')
    const made = await make(database, right, readAs(newProjectSchema, request.body))
    await keys.refresh()
    return reply.code(201).send(made)
  })
  app.get<ProjectParams>('/v1/projects/:project', async (request) => {
    const { project } = request.params
    overProject(rightOf(request, keys), project)
    return found(await findProject(database, project))
  })
  app.patch<ProjectParams>('/v1/projects/:project', async (request) => {
    const { project } = request.params
    const right = overProject(rightOf(request, keys), project)
    const changed = await change(database, right, project, readAs(projectChangeSchema, request.body))
    await keys.refresh()
    return changed
  })
}

export const found = (project: ProjectRow | undefined): ProjectRow => {
  if (!project) throw new Refused('not_found', 'there is no such project')
  return project
}

type NewProject = ReturnType<typeof newProjectSchema.parse>
type NewlyMade = KeyRow & { token: string }

/** With a write and a secret key, whose tokens are told this once. */
const make = (
  database: Database,
  { key, maySee }: Right,
  { id, name = id, ...rest }: NewProject,
): Promise<{ project: ProjectRow; keys: NewlyMade[] }> =>
  database.transaction(async (transaction) => {
    const project = await createProject(transaction, { id, name, ...rest })
    if (!project) throw new Refused('conflict', `there is a project ${id} already`)
    const both: NewlyMade[] = []
    for (const kind of ['write', 'secret'] as const)
      both.push(await makeKey(transaction, { project: id, kind, maySee }))
    await note(transaction, { who: key, project: id, what: 'project.create' })
    return { project, keys: both }
  })

const change = (
  database: Database,
  { key }: Right,
  id: string,
  { settings: asked, ...rest }: ReturnType<typeof projectChangeSchema.parse>,
): Promise<ProjectRow> =>
  database.transaction(async (transaction) => {
    const { settings } = found(await findProject(transaction, id))
    const merged = Object.entries({ ...settings, ...asked }).filter(([, value]) => value !== null)
    const detail = Object.fromEntries(Object.keys({ ...rest, ...asked }).map((field) => [field, true]))
    await note(transaction, { who: key, project: id, what: 'project.change', detail })
    return found(await changeProject(transaction, id, { ...rest, settings: Object.fromEntries(merged) }))
  })

/** Makes a key with a new token, which is told this once. */
export async function makeKey(on: Queries, key: Omit<NewKey, 'token'>): Promise<NewlyMade> {
  const token = makeToken(key.kind)
  const row = await createKey(on, { ...key, token })
  if (!row) throw new Refused('unavailable', 'a token came out that is known already; try again')
  return { ...row, token }
}

/** A change of projects or keys and its deed happen together, or neither. */
export const note = (
  on: Queries,
  deed: { who: string; project: string; what: DeedName; detail?: Record<string, unknown> },
): Promise<void> => addDeeds(on, [{ at: new Date(), detail: {}, rows: 1, durationMs: 0, ...deed }])
