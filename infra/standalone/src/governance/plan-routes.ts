/** `GET` and `PUT /v1/plan`, `GET /v1/plan/violations`: what a project expects of its events, and what came instead; with the secret key. */
import type { Store } from '@firefly/clickhouse/store'
import type { Database } from '@firefly/metadata/database'
import { addDeeds } from '@firefly/metadata/tables/audit-trail'
import { addPlan, findPlan, type PlanRow } from '@firefly/metadata/tables/plans'
import { listViolations } from '@firefly/processors/violations/list'
import type { Grant, KeyRing } from '@firefly/protocol/keys'
import { NO_PLAN, type Plan, readPlan } from '@firefly/protocol/plan'
import type { DeedName } from '@firefly/protocol/trail'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { answering } from './answering.ts'
import type { LiveRules } from './rules.ts'

export interface PlanOptions {
  store: Store
  database: Database
  rules: Pick<LiveRules, 'refresh'>
  keys: KeyRing
  clock: () => number
}

const DAY_MS = 24 * 60 * 60 * 1000
const whole = z.coerce.number().int()
export const Version = z.strictObject({ version: whole.min(1).optional() })
/** The version that was changed; 0 for none yet. Without it the new one holds whatever holds now. */
export const After = z.strictObject({ after: whole.min(0).optional() })
export const Wanted = z.strictObject({
  event: z.string().min(1).max(200).optional(),
  days: whole.min(1).max(400).default(30),
  limit: whole.min(1).max(1_000).default(200),
})

export function planRoutes(app: FastifyInstance, { store, database, rules, keys, clock }: PlanOptions): void {
  app.get('/v1/plan', (request, reply) =>
    answering({ request, reply, keys, schema: Version }, async ({ version }, { project }) => {
      const found = await findPlan(database, project, version)
      if (found) return shown(found)
      return version === undefined ? { version: 0, plan: NO_PLAN } : missing(reply)
    }),
  )
  app.put('/v1/plan', { bodyLimit: MOST_BYTES }, (request, reply) =>
    answering({ request, reply, keys, schema: After }, async ({ after }, grant) => {
      const read = readPlan(request.body)
      if (!read.ok)
        return reply
          .code(400)
          .send({ code: 'invalid_query', message: 'the plan cannot be understood', issues: read.issues })
      const added = await add(database, grant, read.plan, after)
      if (!added) return reply.code(409).send(OUTDATED)
      await rules.refresh()
      return shown(added)
    }),
  )
  app.get('/v1/plan/violations', (request, reply) =>
    answering({ request, reply, keys, schema: Wanted }, async ({ days, ...wanted }, { project }) => ({
      violations: await listViolations(store, { ...wanted, project, since: clock() - days * DAY_MS }),
    })),
  )
}

/** The plan and the line about it in the audit trail, or neither. */
const add = (
  database: Database,
  { project, key }: Grant,
  plan: Plan,
  after: number | undefined,
): Promise<PlanRow | undefined> =>
  database.transaction(async (on) => {
    const started = performance.now()
    const added = await addPlan(on, { project, plan: { ...plan }, madeBy: key }, after)
    if (!added) return undefined
    const rows = Object.keys(plan.events).length + Object.keys(plan.properties).length
    const deed = { at: new Date(), who: key, project, what: 'plan.change' satisfies DeedName }
    const durationMs = performance.now() - started
    await addDeeds(on, [{ ...deed, detail: { version: added.version }, rows, durationMs }])
    return added
  })

const MOST_BYTES = 5 * 1024 * 1024
const OUTDATED = {
  code: 'outdated',
  message: 'another version was stored since; read it and change that one',
}
const shown = ({ version, plan, madeBy, madeAt }: PlanRow) => ({ version, plan, madeBy, madeAt })
const missing = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ code: 'not_found', message: 'there is no such version of the plan' })
