/** Ours without durability: the same, over a log in memory. */
import { openEventLog } from '@firefly/event-log/open'
import { serveIngest } from './serve-ingest.ts'

await serveIngest(await openEventLog('memory:'))
