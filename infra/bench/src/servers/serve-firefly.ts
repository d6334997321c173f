/** Firefly's ingest role as it runs for its users, metrics and all, over a given log; nothing reads the log meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { EventLog } from '@firefly/event-log/port'
import { openEventLog } from '@firefly/event-log/open'
import { openMetadata } from '@firefly/metadata/open'
import { openStore } from '@firefly/clickhouse/open'
import { readStandaloneConfig } from '@firefly/standalone/config'
import { startStandalone } from '@firefly/standalone/standalone'
import { reportTo } from './report.ts'

/** On the disk of the project, since a temporary folder may be memory, where durability costs nothing. */
export const benchFolder = (): string =>
  mkdtempSync(`${process.env['FIREFLY_BENCH_FOLDER'] ?? '.'}/bench-log-`)

export interface Serving {
  logUrl?: string
  /** In the place of the log that the address names. */
  openLog?: () => Promise<EventLog>
  /** After the server has stopped. */
  clear?: () => Promise<void>
}

export async function serveFirefly({ logUrl, openLog, clear }: Serving = {}): Promise<void> {
  const folder = benchFolder()
  const config = readStandaloneConfig({
    FIREFLY_PORT: '0',
    FIREFLY_ROLES: 'ingest',
    FIREFLY_DATA: folder,
    FIREFLY_WRITE_KEY: 'bench-key',
    FIREFLY_SECRET_KEY: 'bench-secret-key',
    FIREFLY_LOG_URL: logUrl,
  })
  const ground = { clock: Date.now, openLog: openLog ?? openEventLog, openStore, openMetadata }
  const { url, lifecycle } = await startStandalone(config, ground)
  const stop = async (): Promise<void> => {
    await lifecycle.stop()
    await clear?.()
    rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  reportTo(Number(new URL(url).port))
}
