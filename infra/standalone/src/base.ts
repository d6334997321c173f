/** What a process stands on, whatever its roles: opened in the order in which one thing needs the other. */
import { access } from 'node:fs/promises'
import { refuseOld } from '@firefly/clickhouse/age'
import { clusterIn } from '@firefly/clickhouse/cluster'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import type { PurgeOptions } from '@firefly/clickhouse/purge'
import type { Store, StoreEvent } from '@firefly/clickhouse/store'
import { openEventLog } from '@firefly/event-log/open'
import type { EventLog, OnLogEvent } from '@firefly/event-log/port'
import { openMetadata } from '@firefly/metadata/open'
import { keptSince } from '@firefly/protocol/retention'
import { createLifecycle, type Lifecycle } from '@firefly/runtime/lifecycle'
import { createTelemetry, type Telemetry } from '@firefly/runtime/telemetry'
import { type Access, openAccess } from './access.ts'
import type { StandaloneConfig } from './config.ts'
import { loadPrivacyKeys, type PrivacyKeys } from './governance/privacy-keys.ts'
import { type Decided, type LiveRules, openRules } from './governance/rules.ts'
import type { SweepsOptions } from './governance/sweeps.ts'
import { type FirstKeys, loadKeys } from './keys/first.ts'
import { lastKnownIn } from './last-known.ts'
import { observeLog, observeStore } from './observe.ts'
import { questionsAtOnce } from './side-by-side.ts'

/** The outside of a process; tests put something else in its place. */
export interface Ground {
  /** Unix milliseconds. */
  clock: () => number
  openLog: typeof openEventLog
  openStore: typeof openStore
  openMetadata: typeof openMetadata
  /** How long the store keeps what was replaced when somebody is erased. */
  purging?: Pick<PurgeOptions, 'keepSeconds' | 'lookMs'>
  /** How often it is looked for what is too old. */
  sweeping?: Pick<SweepsOptions, 'everyMs'>
}

export const GROUND: Ground = { clock: Date.now, openLog: openEventLog, openStore, openMetadata }

export interface Base extends Access {
  config: StandaloneConfig
  ground: Ground
  clock: () => number
  telemetry: Telemetry
  lifecycle: Lifecycle
  /** The first two keys. */
  own: FirstKeys
  log: EventLog
  /** Absent in a process that only collects. */
  store: Store | undefined
  /** Questions that run side by side. */
  atOnce: number
  privacy: PrivacyKeys
  rules: LiveRules
  /** Since when a project keeps events, in Unix milliseconds; undefined when it keeps all. */
  keptSince: (project: string) => number | undefined
}

/** Whatever it opened ends with `lifecycle`, the last one first. */
export async function openBase(config: StandaloneConfig, ground: Ground): Promise<Base> {
  const { clock } = ground
  const telemetry = createTelemetry({ level: config.logLevel, service: 'standalone' })
  const lifecycle = createLifecycle(telemetry.log)
  const own = await loadKeys(config.data, config)
  const atOnce = questionsAtOnce(config.queriesAtOnce, config.clickhouseUrl)
  const store = await opened('The store (FIREFLY_CLICKHOUSE_URL)', () =>
    storeFor(config, ground, telemetry, atOnce),
  )
  if (store) lifecycle.started({ name: 'store', stop: () => store.close() })
  const onEvent: OnLogEvent = (event) => observeLog(telemetry, event)
  const log = await opened('The log (FIREFLY_LOG_URL)', () => ground.openLog(config.logUrl, { onEvent }))
  lifecycle.started({ name: 'log', stop: () => log.close() })
  const isNew = await isNewFolder(config.metadataUrl)
  const needed = { ...config, first: own, clock, telemetry, lifecycle }
  const base = { config, ground, clock, telemetry, lifecycle, own, store, log, atOnce }
  const known = await openAccess(needed, ground.openMetadata)
  return { ...base, ...known, ...(await openDecisions(config, { ...known, clock, lifecycle, isNew })) }
}

/** What cannot be opened is named by its setting. */
async function opened<Opened>(what: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open()
  } catch (error) {
    throw new Error(`${what} cannot be opened: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

type Deciding = Access & Pick<Base, 'clock' | 'lifecycle'> & { isNew: boolean }

/** What the projects have decided, as far as it is known. */
async function openDecisions(
  { data, privacyKeys }: StandaloneConfig,
  { database, keys, onFailure, clock, lifecycle, isNew }: Deciding,
): Promise<Pick<Base, 'privacy' | 'rules' | 'keptSince'>> {
  const privacy = await loadPrivacyKeys(data, privacyKeys)
  const lastKnown = lastKnownIn<Decided>(`${data}/decided.json`, onFailure)
  const since: Base['keptSince'] = (project) => keptSince(keys.settings(project)?.retentionDays, clock())
  const rules = openRules({ database, lastKnown, privacy, keptSince: since, onFailure, isNew })
  lifecycle.started({ name: 'rules', stop: () => rules.stop() })
  return { privacy, rules, keptSince: since }
}

/** Processors, audits and erasures look into the store as well, and never wait for a question to end. */
const FOR_OURSELVES = 1

async function storeFor(
  { roles, clickhouseUrl }: StandaloneConfig,
  ground: Ground,
  telemetry: Telemetry,
  atOnce: number,
): Promise<Store | undefined> {
  if (!roles.has('processors') && !roles.has('query')) return undefined
  const onEvent = (event: StoreEvent): void => observeStore(telemetry, event)
  const store = await ground.openStore(clickhouseUrl, { readers: atOnce + FOR_OURSELVES, onEvent })
  // The embedded engine is this process's alone, so that it has no others to wait for.
  const alone = clickhouseUrl.startsWith('chdb:') ? { othersMs: 0 } : {}
  await refuseOld(store)
  await migrate(store, { cluster: clusterIn(clickhouseUrl), ...alone })
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
