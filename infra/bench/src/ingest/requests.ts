/** Who is measured with what: a server, and the request it gets again and again. */
import { gzipSync } from 'node:zlib'
import { EVENTS_A_BATCH, makeBatch } from '../payload.ts'

export interface Contest {
  title: string
  /** A file of `servers/`. */
  server: string
  path: string
  headers: Record<string, string>
  body: string | Buffer
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

const events = (JSON.parse(native.body) as { batch: Record<string, unknown>[] }).batch

/** The same happenings as posthog-js tells them. */
const posthogBody = JSON.stringify({
  api_key: 'bench-key',
  batch: events.map(({ event, anonymousId, timestamp, properties }) => ({
    event,
    timestamp,
    properties: { ...(properties as object), distinct_id: anonymousId, $lib: 'web', $lib_version: '1.200.0' },
  })),
})
const posthog = { path: '/e/', headers: { 'content-type': 'application/json' }, events: EVENTS_A_BATCH }

export const BASELINE = 'Fastify, body parsed'

export const CONTESTS: readonly Contest[] = [
  { title: 'node:http, body read, not parsed', server: 'bare-http', ...native },
  { title: BASELINE, server: 'fastify-parse', ...native },
  { title: 'Firefly, log in memory', server: 'ingest-memory', ...native },
  { title: 'Firefly, LMDB log, durable', server: 'ingest', ...native },
  { title: 'Firefly, Kafka log, acks=-1', server: 'ingest-kafka', needs: 'kafka', ...native },
  {
    title: 'native in gzip, log in memory',
    server: 'ingest-memory',
    ...native,
    headers: { ...native.headers, 'content-encoding': 'gzip' },
    body: gzipSync(native.body),
  },
  {
    title: 'Segment beacon, log in memory',
    server: 'ingest-memory',
    ...native,
    path: '/v1/b',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({ writeKey: 'bench-key', ...JSON.parse(native.body) }),
  },
  { title: 'PostHog, log in memory', server: 'ingest-memory', ...posthog, body: posthogBody },
  {
    title: 'PostHog in gzip, log in memory',
    server: 'ingest-memory',
    ...posthog,
    path: '/e/?compression=gzip-js',
    headers: { 'content-type': 'text/plain' },
    body: gzipSync(posthogBody),
  },
]
