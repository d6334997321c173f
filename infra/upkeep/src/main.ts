/** `npm run upkeep -- audit | quarantine | replay | trail`. */
import { run } from './asking.ts'
import { upkeep } from './commands.ts'

await run(upkeep(process.env))
