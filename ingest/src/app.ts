/** Ingest as a Fastify plugin: the same for one process and for a service of its own. */
import type { EventLog } from '@firefly/event-log/port'
import type { KeyRing } from '@firefly/protocol/keys'
import type { SettingsOf } from '@firefly/protocol/settings'
import type { FastifyPluginAsync } from 'fastify'
import { allowPages } from './cors.ts'
import { posthog } from './dialects/posthog/routes.ts'
import { sensors } from './dialects/sensors/routes.ts'
import type { SecretKeys } from './dialects/sensors/secret.ts'
import { LIBRARY_METRICS, segmentSettings } from './dialects/segment/wire.ts'
import { SDK_METRICS, sourceConfig } from './dialects/rudderstack/source-config.ts'
import type { SealKeys } from './intake/unseal.ts'
import { createPolicy, type ErasedIn, type Policy } from './policy/policy.ts'
import { createQuotas, type Quotas } from './policy/quota.ts'
import { bothWays } from './routes/both-ways.ts'
import { collectRoutes } from './routes/collect.ts'
import type { Debugging } from './debug/debugging.ts'
import { discard } from './routes/discard.ts'
import { importRoutes } from './routes/import.ts'
import { pixelRoutes } from './routes/pixel.ts'
import { receiveBodies } from './receive.ts'
import { createRoom, type Room } from './room.ts'
import { refuseAs } from './routes/refuse.ts'
import { shedLoad } from './shed.ts'
import type { OnIngestEvent } from './telemetry.ts'

export interface IngestOptions {
  log: EventLog
  keys: KeyRing
  /** Unix milliseconds. */
  clock: () => number
  onEvent: OnIngestEvent
  /** What projects have decided about what reaches them. Default: nothing. */
  settings?: SettingsOf
  /** How much of its quota each project has spent; whoever gives it can share it between processes. Default: this process's own. */
  quotas?: Quotas
  /** Tells ids of people who were erased; nothing for a project that erased nobody. */
  erasedIn?: ErasedIn
  /** Private SM2 keys by version, for Sensors SDKs that encrypt. Default: none. */
  sensorsKeys?: SecretKeys
  /** Private keys by id, for our own SDKs that encrypt. Looked up anew for each request. Default: none. */
  sealKeys?: SealKeys
  /** How many bytes of bodies may be in hand at once. Default: 256 MiB. */
  room?: Room
  /** Requests one address may make a minute. Default: as many as it likes. */
  requestsPerMinute?: number | undefined
  /** Requests are turned away while turns of the event loop take longer, in milliseconds; never at 0. Default 1,000. */
  maxDelayMs?: number | undefined
  /** Where it is told what became of the events of devices that are being debugged. Default: nowhere. */
  debugging?: Debugging
}

/** The options as the routes see them. */
export interface Collecting extends IngestOptions {
  policy: Policy
}

/** By then a client would rather try again than wait. */
const MAX_DELAY_MS = 1_000

export function createIngest(given: IngestOptions): FastifyPluginAsync {
  const policy = createPolicy({
    settingsOf: given.settings ?? (() => undefined),
    quotas: given.quotas ?? createQuotas(given.clock),
    requests: createQuotas(given.clock),
    erasedIn: given.erasedIn,
  })
  const options: Collecting = { ...given, policy }
  return async (app) => {
    allowPages(app)
    app.setErrorHandler(refuseAs('native', options))
    const { maxDelayMs = MAX_DELAY_MS, requestsPerMinute } = options
    await shedLoad(app, { maxDelayMs, requestsPerMinute })
    receiveBodies(app, options.room ?? createRoom())
    collectRoutes(app, options)
    await app.register(importRoutes(options))
    pixelRoutes(app, options)
    segmentSettings(app)
    discard(app, options, bothWays('/v1/m'), LIBRARY_METRICS)
    discard(app, options, bothWays('/rsaMetrics'), SDK_METRICS)
    sourceConfig(app, options)
    await app.register(posthog(options))
    await app.register(sensors(options))
  }
}
