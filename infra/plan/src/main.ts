/** `npm run plan -- check | diff | pull | push | types`. */
import { plan } from './commands.ts'

try {
  await plan(process.env).parseAsync()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
