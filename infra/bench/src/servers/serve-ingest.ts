/** Our collecting side over a given log, for one sender; nothing reads the log meanwhile. */
import type { AddressInfo } from 'node:net'
import type { EventLog } from '@firefly/event-log/port'
import { createIngest } from '@firefly/ingest/app'
import { fastify } from 'fastify'
import { reportTo } from './report.ts'

export async function serveIngest(log: EventLog): Promise<void> {
  const server = fastify()
  const keys = { find: () => ({ project: 'bench', kind: 'write' as const, key: 'bench', maySee: 5 }) }
  await server.register(createIngest({ log, keys, clock: Date.now, onEvent: () => undefined }))
  await server.listen({ host: '127.0.0.1', port: 0 })
  reportTo((server.server.address() as AddressInfo).port)
}
