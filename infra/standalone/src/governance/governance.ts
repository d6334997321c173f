/** What projects decide about their events, put together: plans, erasures, and how long events are kept. */
import type { Purge } from '@firefly/clickhouse/purge'
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog } from '@firefly/event-log/port'
import type { Database } from '@firefly/metadata/database'
import type { KeyRing } from '@firefly/protocol/keys'
import { idsOfPerson } from '@firefly/query-api/users/ids'
import type { FastifyInstance } from 'fastify'
import { erasureRoutes } from './erasure-routes.ts'
import { createErasures } from './erasures.ts'
import { planRoutes } from './plan-routes.ts'
import type { PrivacyKeys } from './privacy-keys.ts'
import type { LiveRules } from './rules.ts'

export interface GovernanceOptions {
  log: EventLog
  store: Store
  purge: Purge
  database: Database
  rules: LiveRules
  privacy: PrivacyKeys
  keys: KeyRing
  group: string
  /** Unix milliseconds. */
  clock: () => number
  /** Each time something could not be done; it is tried again. */
  onFailure: (error: unknown) => void
}

export function startGovernance(
  app: FastifyInstance,
  options: GovernanceOptions,
): { stop: () => Promise<void> } {
  const { store, database, keys } = options
  const erasures = createErasures({ ...options, idsOf: (project, id) => idsOfPerson(store, project, id) })
  planRoutes(app, options)
  erasureRoutes(app, { erasures, database, keys })
  void erasures.resume().catch(options.onFailure)
  return { stop: () => erasures.stop() }
}
