/** Ours: judged event by event and durable in the LMDB log before it is answered; nothing reads the log meanwhile. */
import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { openEventLog } from '@firefly/event-log/open'
import { createIngest } from '@firefly/ingest/app'
import { fastify } from 'fastify'

// On the disk of the project, since a temporary folder may be memory, where durability costs nothing.
const folder = mkdtempSync(`${process.env['FIREFLY_BENCH_FOLDER'] ?? '.'}/bench-log-`)
const log = await openEventLog(`lmdb:${folder}`, {})
const server = fastify()
const keys = { find: () => ({ project: 'bench', kind: 'write' as const }) }
await server.register(createIngest({ log, keys, clock: Date.now, onEvent: () => undefined }))
await server.listen({ host: '127.0.0.1', port: 0 })
process.send?.((server.server.address() as AddressInfo).port)
