/** What most collectors do at least: Fastify, the same body parsed as JSON and thrown away. */
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { reportTo } from './report.ts'

const server = fastify()
server.post('/v1/batch', (_request, reply) => reply.send({ accepted: 20, rejected: [] }))
await server.listen({ host: '127.0.0.1', port: 0 })
reportTo((server.server.address() as AddressInfo).port)
