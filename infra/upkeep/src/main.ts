/** `npm run upkeep -- audit | quarantine | replay`. */
import { upkeep } from './commands.ts'

try {
  await upkeep(process.env).parseAsync()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
