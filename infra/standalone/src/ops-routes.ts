/** What operators ask: is it alive, is it ready, how far has it come, and the metrics. */
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog } from '@firefly/event-log/port'
import { totalsOf } from '@firefly/processors/progress'
import type { KeyRing } from '@firefly/protocol/keys'
import type { Telemetry } from '@firefly/runtime/telemetry'
import { overallPermitOf } from './permit.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export interface OpsOptions {
  log: EventLog
  /** Absent in a process that only collects. */
  store: Store | undefined
  group: string
  keys: KeyRing
  /** The metrics: of this process, or of all where several share a port. */
  exposition: Telemetry['exposition']
  clock: () => number
}

/** `GET /v1/status`: totals since the data folder began, and what is still on its way. */
export interface Status {
  accepted: number
  processed: number
  stored: number
  quarantined: number
  duplicates: number
  lagEvents: number
  lagSeconds: number
}

export function opsRoutes(app: FastifyInstance, options: OpsOptions): void {
  app.get('/v1/health', async () => ({ status: 'live' }))
  app.get('/v1/ready', (_request, reply) => ready(reply, options))
  app.get('/v1/status', (request, reply) => status(request, reply, options))
  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await options.exposition()
    return reply.type(contentType).send(body)
  })
}

async function ready(reply: FastifyReply, { log, store }: OpsOptions): Promise<FastifyReply> {
  try {
    await Promise.all([log.ready(), store?.ready()])
    return reply.send({ status: 'ready' })
  } catch {
    return reply
      .code(503)
      .header('retry-after', 5)
      .send({ code: 'unavailable', message: 'the log or the store is not ready' })
  }
}

async function status(
  request: FastifyRequest,
  reply: FastifyReply,
  options: OpsOptions,
): Promise<FastifyReply> {
  const permit = overallPermitOf(request, options.keys)
  return permit.ok ? reply.send(await readStatus(options)) : reply.code(permit.status).send(permit.refusal)
}

export async function readStatus({ log, group, clock }: OpsOptions): Promise<Status> {
  const lag = await log.lag(group)
  // Totals are read after the lag, so an event on its way from one to the other is never missing from both.
  const totals = totalsOf((await log.positions(group)).map(({ note }) => note))
  const lagSeconds = lag.oldestAt === undefined ? 0 : Math.max(0, (clock() - lag.oldestAt) / 1000)
  return { accepted: totals.processed + lag.events, ...totals, lagEvents: lag.events, lagSeconds }
}
