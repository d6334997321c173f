/** All roles in one process on one port: the log, the store, the processors and the HTTP side, composed. */
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import { openEventLog } from '@firefly/event-log/open'
import { createIngest } from '@firefly/ingest/app'
import { startProcessors } from '@firefly/processors/consume'
import { openEventsPipeline } from '@firefly/processors/pipelines/events'
import { queryApi } from '@firefly/query-api/app'
import { createLifecycle, type Lifecycle } from '@firefly/runtime/lifecycle'
import { createTelemetry } from '@firefly/runtime/telemetry'
import type { StandaloneConfig } from './config.ts'
import { createKeyRing, type Keys, loadKeys } from './keys.ts'
import { createLiveHub } from './live-hub.ts'
import { observeIngest, observeLog, observeProcessor, observeQuery } from './observe.ts'
import { type OpsOptions, opsRoutes, readStatus } from './ops-routes.ts'
import { pages } from './pages.ts'
import { createServer } from './server.ts'

export interface Standalone {
  /** Where it listens, such as `http://127.0.0.1:7070`. */
  url: string
  keys: Keys
  lifecycle: Lifecycle
}

const GROUP = 'events'

export async function startStandalone(config: StandaloneConfig, clock = Date.now): Promise<Standalone> {
  const telemetry = createTelemetry({ level: config.logLevel, service: 'standalone' })
  const lifecycle = createLifecycle(telemetry.log)
  const own = await loadKeys(config.data, config)
  const keys = createKeyRing(own)

  const store = await openStore(config.clickhouseUrl)
  lifecycle.started({ name: 'store', stop: () => store.close() })
  await migrate(store)

  const log = await openEventLog(config.logUrl, { onEvent: (event) => observeLog(telemetry, event) })
  lifecycle.started({ name: 'log', stop: () => log.close() })

  const live = createLiveHub()
  const processors = await startProcessors({
    log,
    store,
    group: GROUP,
    clock,
    pipeline: openEventsPipeline(),
    onEvent: (event) => observeProcessor(telemetry, event),
    onStored: (rows) => live.publish(rows),
  })
  lifecycle.started({ name: 'processors', stop: () => processors.stop() })

  const ops: OpsOptions = { log, store, processors, group: GROUP, keys, telemetry, clock }
  telemetry.gauge(
    'firefly_lag_events',
    'Accepted and not yet stored',
    async () => (await readStatus(ops)).lagEvents,
  )
  const server = createServer(config)
  await server.register(
    createIngest({ log, keys, clock, onEvent: (event) => observeIngest(telemetry, event) }),
  )
  await server.register(
    queryApi({
      store,
      keys,
      live,
      timezone: config.timezone,
      onEvent: (event) => observeQuery(telemetry, event),
    }),
  )
  opsRoutes(server, ops)
  await pages(server, own)
  lifecycle.started({ name: 'server', stop: () => server.close() })
  return { url: await server.listen({ host: config.host, port: config.port }), keys: own, lifecycle }
}
