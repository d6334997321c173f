/** Settings of the standalone process; every name and default is part of the public contract. */
import { resolve } from 'node:path'
import type { Limits } from '@firefly/clickhouse/store'
import { ConfigError, key, port, publicKey, readConfig } from '@firefly/runtime/config'
import { z } from 'zod'
import { file, host, listOf, logUrl, network, whole, zone } from './settings.ts'

export const ROLES = ['ingest', 'processors', 'query'] as const
export type Role = (typeof ROLES)[number]

const schema = z.object({
  FIREFLY_PORT: port.default(7070),
  FIREFLY_HOST: host.default('127.0.0.1'),
  FIREFLY_DATA: z.string().default('./data'),
  FIREFLY_WRITE_KEY: publicKey.optional(),
  FIREFLY_SECRET_KEY: key.optional(),
  FIREFLY_LOG_URL: logUrl.optional(),
  FIREFLY_CLICKHOUSE_URL: z
    .string()
    .regex(/^(chdb:|https?:\/\/)/, 'expected chdb:PATH or http(s)://HOST')
    .optional(),
  FIREFLY_METADATA_URL: z
    .string()
    .regex(/^(pglite:|postgres(ql)?:\/\/)/, 'expected pglite:PATH or postgres://HOST/DATABASE')
    .optional(),
  FIREFLY_PRIVACY_KEY: listOf(
    z.string().min(32, 'expected keys of at least 32 characters, comma-separated'),
  ).optional(),
  FIREFLY_ROLES: listOf(z.enum(ROLES, `expected some of ${ROLES.join(', ')}`)).default([...ROLES]),
  FIREFLY_WORKERS: whole.max(64, 'expected a whole number from 1 to 64').default(1),
  FIREFLY_TRUST_PROXY: listOf(network).optional(),
  FIREFLY_TLS_CERT: file.optional(),
  FIREFLY_TLS_KEY: file.optional(),
  FIREFLY_MAX_CONNECTIONS: whole.default(20_000),
  FIREFLY_REQUESTS_PER_MINUTE: whole.optional(),
  FIREFLY_SENSORS_SM2_KEYS: z
    .string()
    .regex(/^\w+:[\da-f]{64}(?:,\w+:[\da-f]{64})*$/i, 'expected VERSION:64 hex digits, comma-separated')
    .transform((list) => new Map(list.split(',').map((one) => one.split(':', 2) as [string, string])))
    .optional(),
  FIREFLY_SEAL_KEYS: z
    .string()
    .regex(/^[\w.-]+:[\w+/=]+(?:,[\w.-]+:[\w+/=]+)*$/, 'expected ID:PRIVATE KEY, comma-separated')
    .transform((list) => new Map(list.split(',').map((one) => one.split(':', 2) as [string, string])))
    .optional(),
  FIREFLY_STEPS: listOf(file).optional(),
  FIREFLY_GEO_MMDB: file.optional(),
  FIREFLY_QUERIES_AT_ONCE: whole.max(100, 'expected at most 100').default(3),
  FIREFLY_QUERY_SECONDS: whole.max(600, 'expected at most 600').default(60),
  FIREFLY_QUERY_MEGABYTES: whole.min(16, 'expected at least 16').default(4_096),
  FIREFLY_QUERY_ROWS: whole.min(1_000, 'expected at least 1000').default(5_000_000_000),
  FIREFLY_TIMEZONE: zone.default('UTC'),
  FIREFLY_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
})

export interface StandaloneConfig {
  /** What this process does; all of it unless it is one of several. */
  roles: ReadonlySet<Role>
  /** Processes that collect on the same port. */
  workers: number
  port: number
  host: string
  data: string
  writeKey: string | undefined
  secretKey: string | undefined
  logUrl: string
  clickhouseUrl: string
  metadataUrl: string
  /** Secrets under which values and ids are hashed, the newest first; made and kept in the data folder when not given. */
  privacyKeys: string[] | undefined
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustProxy: string[] | undefined
  /** Files of the certificate and its key; without them the server speaks plain HTTP. */
  tls: { cert: string; key: string } | undefined
  /** Of one process; beyond, connections are closed as they come. */
  maxConnections: number
  /** Collecting requests that one address may make a minute. */
  requestsPerMinute: number | undefined
  /** Private SM2 keys by version. */
  sensorsKeys: ReadonlyMap<string, string>
  /** Private keys by id, for our own SDKs that encrypt. */
  sealKeys: ReadonlyMap<string, string>
  /** Modules with steps of the operator's own, in the order in which they run. */
  stepFiles: string[]
  /** The operator's own MMDB file of places. */
  placesFile: string | undefined
  /** Questions that may run side by side. */
  queriesAtOnce: number
  /** The most that any question may cost, whatever its project has settled. */
  mostOfQuestions: Limits
  timezone: string
  logLevel: string
}

/** Throws `ConfigError` naming every bad value. */
export function readStandaloneConfig(environment: NodeJS.ProcessEnv): StandaloneConfig {
  const settings = readConfig(schema, environment)
  const data = resolve(settings.FIREFLY_DATA)
  const roles = new Set(settings.FIREFLY_ROLES)
  const logUrl = settings.FIREFLY_LOG_URL ?? `lmdb:${data}/log`
  return {
    roles,
    workers: workersOf(settings.FIREFLY_WORKERS, roles, logUrl),
    port: settings.FIREFLY_PORT,
    host: settings.FIREFLY_HOST,
    data,
    writeKey: settings.FIREFLY_WRITE_KEY,
    secretKey: settings.FIREFLY_SECRET_KEY,
    logUrl,
    clickhouseUrl: settings.FIREFLY_CLICKHOUSE_URL ?? `chdb:${data}/store`,
    privacyKeys: settings.FIREFLY_PRIVACY_KEY,
    metadataUrl: settings.FIREFLY_METADATA_URL ?? `pglite:${data}/meta`,
    trustProxy: settings.FIREFLY_TRUST_PROXY,
    tls: tlsOf(settings.FIREFLY_TLS_CERT, settings.FIREFLY_TLS_KEY),
    // New connections go to the workers in turn, so each may have its share.
    maxConnections: Math.ceil(settings.FIREFLY_MAX_CONNECTIONS / settings.FIREFLY_WORKERS),
    requestsPerMinute: settings.FIREFLY_REQUESTS_PER_MINUTE,
    sensorsKeys: settings.FIREFLY_SENSORS_SM2_KEYS ?? new Map<string, string>(),
    sealKeys: settings.FIREFLY_SEAL_KEYS ?? new Map<string, string>(),
    stepFiles: settings.FIREFLY_STEPS ?? [],
    placesFile: settings.FIREFLY_GEO_MMDB,
    queriesAtOnce: settings.FIREFLY_QUERIES_AT_ONCE,
    mostOfQuestions: {
      maxSeconds: settings.FIREFLY_QUERY_SECONDS,
      maxMemoryBytes: settings.FIREFLY_QUERY_MEGABYTES * 1024 ** 2,
      maxRowsToRead: settings.FIREFLY_QUERY_ROWS,
    },
    timezone: settings.FIREFLY_TIMEZONE,
    logLevel: settings.FIREFLY_LOG_LEVEL,
  }
}

/** A log on this machine has one writer, which knows where each partition ends; and whoever stores or answers is one process. */
function workersOf(workers: number, roles: ReadonlySet<Role>, logUrl: string): number {
  if (workers === 1 || (logUrl.startsWith('kafka:') && [...roles].join() === 'ingest')) return workers
  throw new ConfigError(
    'FIREFLY_WORKERS: expected 1, or FIREFLY_ROLES=ingest and a kafka:// log; a log on this machine belongs to one process',
  )
}

function tlsOf(cert: string | undefined, key: string | undefined): StandaloneConfig['tls'] {
  if (cert !== undefined && key !== undefined) return { cert, key }
  if (cert === undefined && key === undefined) return undefined
  throw new ConfigError('FIREFLY_TLS_CERT and FIREFLY_TLS_KEY: expected both, or none for plain HTTP')
}
