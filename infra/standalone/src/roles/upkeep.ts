/** What every process that sees the store does for its operators: audits, plans, erasures, and what is kept how long. */
import { clusterIn } from '@firefly/clickhouse/cluster'
import { createPurge, type Purge } from '@firefly/clickhouse/purge'
import type { Store } from '@firefly/clickhouse/store'
import type { FastifyInstance } from 'fastify'
import type { Base } from '../base.ts'
import { startGovernance } from '../governance/governance.ts'
import { startSweeps, type SweepsOptions } from '../governance/sweeps.ts'
import { GROUP } from '../group.ts'
import { observeSwept } from '../observe.ts'
import { upkeepRoutes } from '../upkeep-routes.ts'

export function startUpkeep(server: FastifyInstance, base: Base, store: Store): void {
  const { config, ground, log, clock, keys, trail, rules, keptSince, privacy, database, onFailure } = base
  const isErased = (project: string, id: string): boolean => rules.of(project).isErased(id)
  upkeepRoutes(server, { log, store, group: GROUP, keys, clock, trail, isErased, keptSince })
  const purge = createPurge({ store, cluster: clusterIn(config.clickhouseUrl), ...ground.purging })
  const governing = { log, store, purge, database, rules, privacy, keys, group: GROUP, clock, onFailure }
  const governance = startGovernance(server, governing)
  base.lifecycle.started({ name: 'governance', stop: () => governance.stop() })
  if (config.roles.has('processors')) startSweeping(base, store, purge)
}

function startSweeping(base: Base, store: Store, purge: Purge): void {
  const { database, clock, onFailure, ground, telemetry, lifecycle } = base
  const onSwept: SweepsOptions['onSwept'] = (...swept) => observeSwept(telemetry, ...swept)
  const sweeps = startSweeps({ store, purge, database, clock, onSwept, onFailure, ...ground.sweeping })
  lifecycle.started({ name: 'retention', stop: () => sweeps.stop() })
}
