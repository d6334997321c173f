/** Who is measured with what: a server, and the request it gets again and again. */
import { EVENTS_A_BATCH, makeBatch } from '../payload.ts'

export interface Contest {
  title: string
  /** A file of `servers/`. */
  server: string
  path: string
  headers: Record<string, string>
  body: string
  events: number
  /** Must be there for it to run. */
  needs?: 'kafka'
}

const native = {
  path: '/v1/batch',
  headers: { authorization: 'Bearer bench-key', 'content-type': 'application/json' },
  body: makeBatch(),
  events: EVENTS_A_BATCH,
}

export const BASELINE = 'Fastify, body parsed'

export const CONTESTS: readonly Contest[] = [
  { title: 'node:http, body read, not parsed', server: 'bare-http', ...native },
  { title: BASELINE, server: 'fastify-parse', ...native },
  { title: 'Firefly, log in memory', server: 'ingest-memory', ...native },
  { title: 'Firefly, LMDB log, durable', server: 'ingest', ...native },
  { title: 'Firefly, Kafka log, acks=-1', server: 'ingest-kafka', needs: 'kafka', ...native },
]
