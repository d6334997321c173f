/** Who is measured with what: a server, and the request it gets again and again. */
import { cpus } from 'node:os'
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
  /** It is several processes, and has all cores; the sender keeps to one of them. */
  isCrew?: boolean
}

const native = {
  path: '/v1/batch',
  headers: { authorization: 'Bearer bench-key', 'content-type': 'application/json' },
  body: makeBatch(),
  events: EVENTS_A_BATCH,
}
const firefly = { server: 'firefly', events: EVENTS_A_BATCH }
const batch = JSON.parse(native.body) as { batch: Record<string, unknown>[] }
const text = { 'content-type': 'text/plain' }

/** The same happenings as posthog-js tells them. */
const posthogBody = JSON.stringify({
  api_key: 'bench-key',
  batch: batch.batch.map(({ event, anonymousId, timestamp, properties }) => ({
    event,
    timestamp,
    properties: { ...(properties as object), distinct_id: anonymousId, $lib: 'web', $lib_version: '1.200.0' },
  })),
})

/** … as RudderStack's server SDK does … */
const rudderBody = JSON.stringify({
  ...batch,
  batch: batch.batch.map(({ timestamp, ...event }) => ({ ...event, originalTimestamp: timestamp })),
})

/** … and as Sensors' web SDK does, in one batch. */
const sensorsEvents = JSON.stringify(
  batch.batch.map(({ event, anonymousId, timestamp, properties }, at) => ({
    type: 'track',
    event,
    time: Date.parse(String(timestamp)),
    distinct_id: anonymousId,
    anonymous_id: anonymousId,
    lib: { $lib: 'js', $lib_method: 'code', $lib_version: '1.25.1' },
    properties,
    _track_id: 100_000_000 + at,
    _flush_time: Date.now(),
  })),
)
const sensorsForm = (bytes: Buffer, gzip: 0 | 1): string =>
  new URLSearchParams({ data_list: bytes.toString('base64'), gzip: String(gzip) }).toString()
const sensors = {
  ...firefly,
  path: '/sa?project=bench-key',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
}

export const BASELINE: Contest = { title: 'Fastify, body parsed', server: 'fastify-parse', ...native }

export const CONTESTS: readonly Contest[] = [
  { title: 'node:http, body read, not parsed', server: 'bare-http', ...native },
  { ...BASELINE, title: 'the baseline itself, as a control' },
  { ...native, ...firefly, title: 'native, LMDB log, durable' },
  { ...native, ...firefly, title: 'native, nothing kept', server: 'firefly-discard' },
  { ...native, ...firefly, title: 'native, Kafka log, acks=-1', server: 'firefly-kafka', needs: 'kafka' },
  {
    ...native,
    ...firefly,
    title: `native, Kafka log, ${cpus().length} processes on one port and all cores`,
    server: 'firefly-workers',
    needs: 'kafka',
    isCrew: true,
  },
  {
    ...native,
    ...firefly,
    title: 'native in gzip, LMDB',
    headers: { ...native.headers, 'content-encoding': 'gzip' },
    body: gzipSync(native.body),
  },
  {
    ...firefly,
    title: 'Segment beacon, LMDB',
    path: '/v1/b',
    headers: text,
    body: JSON.stringify({ writeKey: 'bench-key', ...batch }),
  },
  { ...native, ...firefly, title: 'RudderStack, LMDB', body: rudderBody },
  {
    ...firefly,
    title: 'PostHog, LMDB',
    path: '/e/',
    headers: { 'content-type': 'application/json' },
    body: posthogBody,
  },
  {
    ...firefly,
    title: 'PostHog in gzip, LMDB',
    path: '/e/?compression=gzip-js',
    headers: text,
    body: gzipSync(posthogBody),
  },
  { ...sensors, title: 'Sensors, LMDB', body: sensorsForm(Buffer.from(sensorsEvents), 0) },
  { ...sensors, title: 'Sensors in gzip, LMDB', body: sensorsForm(gzipSync(sensorsEvents), 1) },
]

/** What `npm run bench` shows of them. */
export const MAIN_CONTESTS = CONTESTS.filter(({ title }) =>
  /^node:http|native, (?:LMDB|Kafka log, acks)/.test(title),
)
