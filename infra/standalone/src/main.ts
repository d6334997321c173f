/** The standalone process: reads its settings, starts everything, says where it is, and stops cleanly. */
import { ConfigError } from '@firefly/runtime/config'
import { banner, roleBanner } from './banner.ts'
import { ROLES, readStandaloneConfig } from './config.ts'
import { startStandalone } from './standalone.ts'

try {
  const config = readStandaloneConfig(process.env)
  const { url, keys, lifecycle } = await startStandalone(config)
  lifecycle.exitOnSignals()
  console.log(config.roles.size === ROLES.length ? banner(url, keys) : roleBanner(url, config.roles))
} catch (error) {
  console.error(`Firefly did not start. ${explain(error)}`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return 'The port is taken; stop the other program, or choose another port with FIREFLY_PORT.'
  return error instanceof Error ? error.message : String(error)
}
