/** The standalone process: reads its settings, starts everything, says where it is, and stops cleanly. */
import cluster from 'node:cluster'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '@firefly/runtime/config'
import { banner, roleBanner } from './banner.ts'
import { ROLES, readStandaloneConfig, type StandaloneConfig } from './config.ts'
import { startCrew } from './crew/primary.ts'
import { tellReady } from './crew/worker.ts'
import { startStandalone } from './standalone.ts'

const NO_ADDRESS: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND'])

try {
  const config = readStandaloneConfig(process.env)
  if (config.workers > 1 && cluster.isPrimary) await leadCrew(config)
  else await serve(config)
} catch (error) {
  console.error(`Firefly did not start. ${explain(error)}`)
  process.exit(1)
}

async function serve(config: StandaloneConfig): Promise<void> {
  const { url, keys, lifecycle } = await startStandalone(config)
  lifecycle.exitOnSignals()
  if (cluster.isWorker) tellReady(url)
  else console.log(config.roles.size === ROLES.length ? banner(url, keys) : roleBanner(url, config))
}

async function leadCrew(config: StandaloneConfig): Promise<void> {
  const { url, lifecycle } = await startCrew(config, fileURLToPath(import.meta.url))
  lifecycle.exitOnSignals()
  console.log(roleBanner(url, config))
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return 'The port is taken; stop the other program, or choose another port with FIREFLY_PORT.'
  if (NO_ADDRESS.has((error as NodeJS.ErrnoException).code ?? ''))
    return `FIREFLY_HOST is no address of this machine: ${(error as Error).message}`
  return error instanceof Error ? error.message : String(error)
}
