/** The roles of one process on one port, all of them or some: the log, the store, the processors and the HTTP side, composed. */
import cluster from 'node:cluster'
import { access } from 'node:fs/promises'
import { clusterIn } from '@firefly/clickhouse/cluster'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import { createPurge, type PurgeOptions } from '@firefly/clickhouse/purge'
import type { Store, StoreEvent } from '@firefly/clickhouse/store'
import { openEventLog } from '@firefly/event-log/open'
import { createIngest } from '@firefly/ingest/app'
import { createQuotas } from '@firefly/ingest/quota'
import { createRoom } from '@firefly/ingest/room'
import type { IngestEvent } from '@firefly/ingest/telemetry'
import { openMetadata } from '@firefly/metadata/open'
import { startProcessors } from '@firefly/processors/consume'
import type { ProcessorEvent } from '@firefly/processors/telemetry'
import { keptSince } from '@firefly/protocol/retention'
import { queryApi } from '@firefly/query-api/app'
import type { QueryEvent } from '@firefly/query-api/telemetry'
import { createLifecycle, type Lifecycle } from '@firefly/runtime/lifecycle'
import { createTelemetry, type Telemetry } from '@firefly/runtime/telemetry'
import { cohortBookIn } from './cohort-book.ts'
import { questionBookIn } from './question-book.ts'
import { openAccess } from './access.ts'
import { adminRoutes } from './admin/routes.ts'
import type { StandaloneConfig } from './config.ts'
import { joinCrew } from './crew/worker.ts'
import { type Keys, loadKeys } from './keys/first.ts'
import { lastKnownIn } from './last-known.ts'
import { carryDebug } from './debug/carry.ts'
import { drainable } from './drain.ts'
import { startGovernance } from './governance/governance.ts'
import { loadPrivacyKeys } from './governance/privacy-keys.ts'
import { type Decided, openRules } from './governance/rules.ts'
import { startSweeps, type SweepsOptions } from './governance/sweeps.ts'
import { createLiveHub, type LiveHub } from './live-hub.ts'
import {
  gaugeRoom,
  ingestObserver,
  observeLog,
  observeProcessor,
  observeQuery,
  observeStore,
  observeSwept,
} from './observe.ts'
import { type OpsOptions, opsRoutes, readStatus } from './ops-routes.ts'
import { pages } from './pages.ts'
import { operatorPaths } from './reference/paths.ts'
import { openProcessing } from './processing.ts'
import { createLedger } from './refusals/ledger.ts'
import { refusalRoutes } from './refusals/routes.ts'
import { createServer } from './server.ts'
import { shareQuotas } from './shared-quotas.ts'
import { questionsAtOnce } from './side-by-side.ts'
import { upkeepRoutes } from './upkeep-routes.ts'

export interface Standalone {
  /** Where it listens, such as `http://127.0.0.1:7070`. */
  url: string
  keys: Keys
  lifecycle: Lifecycle
  /** Every address it serves, such as `GET /v1/users/:distinctId`. */
  served: readonly string[]
}

const GROUP = 'events'

/** What a process stands on; tests put something else in its place. */
export interface Ground {
  /** Unix milliseconds. */
  clock: () => number
  openLog: typeof openEventLog
  openStore: typeof openStore
  openMetadata: typeof openMetadata
  /** How long the store keeps what was replaced when somebody is erased. */
  purging?: Pick<PurgeOptions, 'keepSeconds'>
  /** How often it is looked for what is too old. */
  sweeping?: Pick<SweepsOptions, 'everyMs'>
}

const GROUND: Ground = { clock: Date.now, openLog: openEventLog, openStore, openMetadata }

export async function startStandalone(config: StandaloneConfig, ground = GROUND): Promise<Standalone> {
  const { clock } = ground
  const { sensorsKeys, sealKeys, requestsPerMinute } = config
  const telemetry = createTelemetry({ level: config.logLevel, service: 'standalone' })
  const lifecycle = createLifecycle(telemetry.log)
  const own = await loadKeys(config.data, config)

  const atOnce = questionsAtOnce(config.queriesAtOnce, config.clickhouseUrl)
  const store =
    config.roles.has('processors') || config.roles.has('query')
      ? await openMigrated(config, ground, telemetry, atOnce + FOR_OURSELVES)
      : undefined
  if (store) lifecycle.started({ name: 'store', stop: () => store.close() })
  const log = await ground.openLog(config.logUrl, { onEvent: (event) => observeLog(telemetry, event) })
  lifecycle.started({ name: 'log', stop: () => log.close() })

  const isNew = await isNewFolder(config.metadataUrl)
  const access = await openAccess({ ...config, first: own, clock, telemetry, lifecycle }, ground.openMetadata)
  const { database: metadata, keys, trail, onFailure } = access

  const privacy = await loadPrivacyKeys(config.data, config.privacyKeys)
  const decided = lastKnownIn<Decided>(`${config.data}/decided.json`, onFailure)
  const since = (project: string): number | undefined =>
    keptSince(keys.settings(project)?.retentionDays, clock())
  const deciders = { lastKnown: decided, privacy, keptSince: since }
  const rules = openRules({ database: metadata, ...deciders, onFailure, isNew })
  lifecycle.started({ name: 'rules', stop: () => rules.stop() })

  const live = createLiveHub()
  if (store && config.roles.has('processors')) {
    const onEvent = (event: ProcessorEvent): void => observeProcessor(telemetry, event)
    const onStored: LiveHub['publish'] = (rows) => live.publish(rows)
    const { pipeline, ownSteps, watch } = await openProcessing(config, rules, telemetry)
    lifecycle.started({ name: 'places', stop: async () => watch.stop() })
    const { isWatched } = live
    const processing = { log, store, group: GROUP, clock, pipeline, ownSteps, onEvent, onStored, isWatched }
    // Nothing is stored before it is known what may be stored.
    const waiting = new AbortController()
    const starting = rules
      .known(waiting.signal)
      .then((isKnown) => (isKnown ? startProcessors(processing) : undefined))
    starting
      .then((processors) => processors?.done)
      .catch((error: unknown) => lifecycle.fail('the processors cannot go on', error))
    const stop = async (): Promise<void> => {
      waiting.abort()
      await (await starting)?.stop()
    }
    lifecycle.started({ name: 'processors', stop })
  }

  const isAsked = config.roles.has('query')
  const debug = await carryDebug({ logUrl: config.logUrl, isAsked, rules, telemetry, clock })
  lifecycle.started({ name: 'debug', stop: () => debug.stop() })

  const exposition = cluster.isWorker ? joinCrew(telemetry) : telemetry.exposition
  const ops: OpsOptions = { log, store, group: GROUP, keys, exposition, clock }
  const lagEvents = async (): Promise<number> => (await readStatus(ops)).lagEvents
  telemetry.gauge('firefly_lag_events', 'Accepted and not yet stored', lagEvents, 'max')
  const server = createServer(config)
  const served: string[] = []
  server.addHook(
    'onRoute',
    ({ method, url }) => void served.push(...[method].flat().map((one) => `${one} ${url}`)),
  )
  const drain = drainable(server)
  opsRoutes(server, ops)
  if (store) {
    const isErased = (project: string, id: string): boolean => rules.of(project).isErased(id)
    upkeepRoutes(server, { ...ops, store, trail, isErased, keptSince: since })
    const purge = createPurge({ store, cluster: clusterIn(config.clickhouseUrl), ...ground.purging })
    const governing = { log, store, purge, database: metadata, rules, privacy, keys, group: GROUP, clock }
    const governance = startGovernance(server, { ...governing, onFailure })
    lifecycle.started({ name: 'governance', stop: () => governance.stop() })
    if (config.roles.has('processors')) {
      const onSwept: SweepsOptions['onSwept'] = (...swept) => observeSwept(telemetry, ...swept)
      const sweeps = startSweeps({
        store,
        purge,
        database: metadata,
        clock,
        onSwept,
        onFailure,
        ...ground.sweeping,
      })
      lifecycle.started({ name: 'retention', stop: () => sweeps.stop() })
    }
  }
  const secretIsGiven = !own.kept.has('secretKey')
  const onFault = (error: unknown): void =>
    telemetry.log.error({ err: error }, 'an administrator was refused')
  await server.register(adminRoutes({ ...access, secretIsGiven, onFault }))
  const ledger = createLedger({ database: metadata, clock, onFailure })
  lifecycle.started({ name: 'refusals', stop: () => ledger.stop() })
  refusalRoutes(server, { database: metadata, keys, store, clock, flush: () => ledger.now() })
  if (config.roles.has('ingest')) {
    const observe = ingestObserver(telemetry)
    const onEvent = (event: IngestEvent): void => {
      observe(event)
      ledger.note(event)
    }
    const quotas = createQuotas(clock)
    const sharing = shareQuotas({ database: metadata, quotas, onFailure })
    lifecycle.started({ name: 'quotas', stop: () => sharing.stop() })
    const room = createRoom()
    gaugeRoom(telemetry, room)
    const { settings } = keys
    const { erasedIn } = rules
    const { debugging } = debug
    const deciding = { settings, erasedIn, sensorsKeys, sealKeys, requestsPerMinute, room, debugging, quotas }
    await server.register(createIngest({ log, keys, clock, onEvent, ...deciding }))
  }
  if (store && config.roles.has('query')) {
    const onEvent = (event: QueryEvent): void => observeQuery(telemetry, event)
    await server.register(
      queryApi({
        store,
        keys,
        live,
        debug: debug.feed,
        timezone: config.timezone,
        zones: keys.timezone,
        levelsOf: rules.levelsOf,
        subjectOf: (project, distinctId) => privacy.namesOf(project, distinctId)[0] ?? '',
        settings: keys.settings,
        limits: config.mostOfQuestions,
        atOnce,
        described: operatorPaths(),
        trail,
        onEvent,
        cohorts: cohortBookIn(metadata),
        questions: questionBookIn(metadata),
        seals: true,
        cluster: clusterIn(config.clickhouseUrl),
      }),
    )
  }
  await pages(server, own)
  lifecycle.started({ name: 'server', stop: () => drain.stop() })
  const url = await server.listen({ host: config.host, port: config.port })
  metadata.begin()
  return { url, keys: own, lifecycle, served }
}

/** Processors, audits and erasures look into the store as well, and never wait for a question to end. */
const FOR_OURSELVES = 1

async function openMigrated(
  { clickhouseUrl }: StandaloneConfig,
  ground: Ground,
  telemetry: Telemetry,
  readers: number,
): Promise<Store> {
  const onEvent = (event: StoreEvent): void => observeStore(telemetry, event)
  const store = await ground.openStore(clickhouseUrl, { readers, onEvent })
  await migrate(store, { cluster: clusterIn(clickhouseUrl) })
  return store
}

/** Whether metadata is embedded and has never been opened. */
async function isNewFolder(url: string): Promise<boolean> {
  if (!url.startsWith('pglite:')) return false
  try {
    await access(url.slice('pglite:'.length))
    return false
  } catch {
    return true
  }
}
