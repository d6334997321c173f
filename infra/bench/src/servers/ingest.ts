/** Ours: judged event by event and durable in the LMDB log before it is answered. */
import { mkdtempSync, rmSync } from 'node:fs'
import { openEventLog } from '@firefly/event-log/open'
import { serveIngest } from './serve-ingest.ts'

// On the disk of the project, since a temporary folder may be memory, where durability costs nothing.
const folder = mkdtempSync(`${process.env['FIREFLY_BENCH_FOLDER'] ?? '.'}/bench-log-`)
process.once('SIGTERM', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
})
await serveIngest(await openEventLog(`lmdb:${folder}`))
