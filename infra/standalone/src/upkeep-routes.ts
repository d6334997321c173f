/** `GET /v1/quarantine`, `POST /v1/quarantine/replay`, `GET /v1/audit`: what operators do from time to time, with the secret key. */
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog } from '@firefly/event-log/port'
import { audit } from '@firefly/processors/audit'
import { listQuarantine, type Which } from '@firefly/processors/quarantine/list'
import { replayQuarantine } from '@firefly/processors/quarantine/replay'
import type { KeyRing } from '@firefly/protocol/keys'
import type { Trail } from '@firefly/protocol/trail'
import { QUARANTINE_REASONS } from '@firefly/protocol/verdicts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { PROJECT } from './keys/first.ts'
import { overallPermitOf, type Permit, type Permitted, permitOf } from './permit.ts'

export interface UpkeepOptions {
  log: EventLog
  store: Store
  group: string
  keys: KeyRing
  trail: Trail
  clock: () => number
  /** Whether a distinct id is one of somebody who was erased. */
  isErased: (project: string, distinctId: string) => boolean
  /** Since when a project keeps its events. */
  keptSince: (project: string) => number | undefined
}

const MOST = 10_000
const HOUR_MS = 60 * 60 * 1000
/** As long as a log keeps its records, and a day more. */
const AUDIT_HOURS = 9 * 24

const whole = (most: number) => z.coerce.number().int().min(1).max(most)
export const Choice = z.strictObject({
  reason: z.enum(QUARANTINE_REASONS).optional(),
  limit: whole(MOST).default(100),
})
export const Period = z.strictObject({ hours: whole(24 * 366).default(AUDIT_HOURS) })

export function upkeepRoutes(app: FastifyInstance, options: UpkeepOptions): void {
  const { log, store, group, keys, trail, clock, isErased, keptSince } = options
  app.get('/v1/quarantine', (request, reply) =>
    answer(request, reply, permitOf(request, keys), Choice, async (choice, { project, grant }) => {
      const quarantined = await listQuarantine(store, whichOf(choice, project))
      trail.add({ who: grant.key, project, what: 'quarantine.list', rows: quarantined.length })
      return { quarantined }
    }),
  )
  app.post('/v1/quarantine/replay', (request, reply) =>
    answer(request, reply, permitOf(request, keys), Choice, async (choice, { project, grant }) => {
      const replayed = await replayQuarantine(log, store, whichOf(choice, project))
      trail.add({ who: grant.key, project, what: 'quarantine.replay', rows: replayed.records })
      return replayed
    }),
  )
  app.get('/v1/audit', (request, reply) =>
    answer(request, reply, overallPermitOf(request, keys), Period, ({ hours }) =>
      audit({ log, store, group, since: clock() - hours * HOUR_MS, isErased, keptSince }),
    ),
  )
}

/** Records whose project nobody could read belong to whoever runs this Firefly. */
const whichOf = ({ reason, limit }: z.infer<typeof Choice>, project: string): Which => ({
  projects: project === PROJECT ? [project, ''] : [project],
  reason,
  limit,
})

async function answer<Asked>(
  request: FastifyRequest,
  reply: FastifyReply,
  permit: Permit,
  schema: z.ZodType<Asked>,
  act: (asked: Asked, permit: Permitted) => Promise<object>,
): Promise<FastifyReply> {
  if (!permit.ok) return reply.code(permit.status).send(permit.refusal)
  const asked = schema.safeParse(request.query)
  if (asked.success) return reply.send(await act(asked.data, permit))
  const issues = asked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return reply.code(400).send({ code: 'invalid_query', message: 'the request cannot be understood', issues })
}
