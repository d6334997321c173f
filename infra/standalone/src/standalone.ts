/** A process with all roles or some, on one port: what it stands on, its roles in the order of the river, then the door opens. */
import cluster from 'node:cluster'
import type { Lifecycle } from '@firefly/runtime/lifecycle'
import type { FastifyInstance } from 'fastify'
import { adminRoutes } from './admin/routes.ts'
import { type Base, GROUND, openBase } from './base.ts'
import type { StandaloneConfig } from './config.ts'
import { joinCrew } from './crew/worker.ts'
import { type Carrying, carryDebug } from './debug/carry.ts'
import { drainable } from './drain.ts'
import { GROUP } from './group.ts'
import type { Keys } from './keys/first.ts'
import { createLiveHub } from './live-hub.ts'
import { type OpsOptions, opsRoutes, readStatus } from './ops-routes.ts'
import { pages } from './pages.ts'
import { createLedger, type Ledger } from './refusals/ledger.ts'
import { refusalRoutes } from './refusals/routes.ts'
import { startCollecting } from './roles/ingest.ts'
import { startProcessing } from './roles/processors.ts'
import { startAnswering } from './roles/query.ts'
import { startUpkeep } from './roles/upkeep.ts'
import { createServer } from './server.ts'

export interface Standalone {
  /** Where it listens, such as `http://127.0.0.1:7070`. */
  url: string
  keys: Keys
  lifecycle: Lifecycle
  /** Every address it serves, such as `GET /v1/users/:distinctId`. */
  served: readonly string[]
}

/** Rejects, saying why, when something cannot be opened; `lifecycle` of the answer ends all of it. */
export async function startStandalone(config: StandaloneConfig, ground = GROUND): Promise<Standalone> {
  const base = await openBase(config, ground)
  const { store, lifecycle, own, database } = base
  const { roles, host, port } = config
  const live = createLiveHub()
  if (store && roles.has('processors')) await startProcessing(base, store, live)
  const debug = await startDebug(base)
  const server = createServer(config)
  const [served, drain] = [addressesOf(server), drainable(server)]
  operate(server, base)
  if (store) startUpkeep(server, base, store)
  const ledger = await administer(server, base)
  if (roles.has('ingest')) await startCollecting(server, base, debug.debugging, ledger)
  if (store && roles.has('query')) await startAnswering(server, base, { store, live, debug: debug.feed })
  await pages(server, own)
  lifecycle.started({ name: 'server', stop: () => drain.stop() })
  const url = await server.listen({ host, port })
  database.begin()
  return { url, keys: own, lifecycle, served }
}

async function startDebug({ config, rules, telemetry, clock, lifecycle }: Base): Promise<Carrying> {
  const isAsked = config.roles.has('query')
  const debug = await carryDebug({ logUrl: config.logUrl, isAsked, rules, telemetry, clock })
  lifecycle.started({ name: 'debug', stop: () => debug.stop() })
  return debug
}

/** A list that grows as routes are added. */
function addressesOf(server: FastifyInstance): readonly string[] {
  const served: string[] = []
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push(`${one} ${url}`)
  })
  return served
}

/** What operators ask of any process. */
function operate(server: FastifyInstance, { log, store, keys, clock, telemetry }: Base): void {
  const exposition = cluster.isWorker ? joinCrew(telemetry) : telemetry.exposition
  const ops: OpsOptions = { log, store, group: GROUP, keys, exposition, clock }
  const lagEvents = async (): Promise<number> => (await readStatus(ops)).lagEvents
  telemetry.gauge('firefly_lag_events', 'Accepted and not yet stored', lagEvents, 'max')
  opsRoutes(server, ops)
}

/** Projects, keys, the trail, and what was turned away; the ledger takes note of that. */
async function administer(server: FastifyInstance, base: Base): Promise<Ledger> {
  const { database, keys, trail, store, clock, own, telemetry, lifecycle, onFailure } = base
  const secretIsGiven = !own.kept.has('secretKey')
  const onFault = (error: unknown): void =>
    telemetry.log.error({ err: error }, 'an administrator was refused')
  await server.register(adminRoutes({ database, keys, trail, secretIsGiven, onFault }))
  const ledger = createLedger({ database, clock, onFailure })
  lifecycle.started({ name: 'refusals', stop: () => ledger.stop() })
  refusalRoutes(server, { database, keys, store, clock, flush: () => ledger.now() })
  return ledger
}
