/** Recounts: is every event of the log kept, is every stored event there once, and does what is rolled up say the same? */
import { integer, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog } from '@firefly/event-log/port'
import type { IsErased } from '../erasure/redact-record.ts'
import { createFingerprint } from '../fingerprint.ts'
import { type Difference, recount } from './recount.ts'
import { type Duplicate, scanStore } from './scan-store.ts'
import { type Missing, walkLog } from './walk-log.ts'

export interface AuditOptions {
  log: EventLog
  store: Store
  group: string
  /** Rows received since then are counted, in Unix milliseconds; the log is walked as far as it still goes. */
  since: number
  /** Events of people who were erased are in the log until it lets go of them, and nowhere else. */
  isErased?: IsErased
  /** Since when a project keeps its events, in Unix milliseconds: older ones are in the log alone. */
  keptSince?: (project: string) => number | undefined
}

export interface Audit {
  clean: boolean
  rows: number
  duplicated: number
  duplicates: Duplicate[]
  /** What the log still has. */
  records: number
  events: number
  /** Events of the log that are neither stored nor in quarantine. */
  lost: number
  missing: Missing[]
  /** What is rolled up beside the rows and differs from them. */
  rollups: Difference[]
}

export async function audit({ log, store, group, since, isErased, keptSince }: AuditOptions): Promise<Audit> {
  const fingerprint = await createFingerprint()
  const aside = await placesAside(store)
  const { stored, ...counted } = await scanStore(store, since)
  const isAside = (partition: number, offset: number): boolean => aside.has(placeOf(partition, offset))
  const walked = await walkLog({
    log,
    group,
    fingerprint,
    isAside,
    isKept: (name) => stored.has(name),
    isErased,
    keptSince,
  })
  const rollups = await recount(store)
  const clean = counted.duplicated === 0 && walked.lost === 0 && rollups.length === 0
  return { clean, ...counted, ...walked, rollups }
}

const placeOf = (partition: number, offset: number): string => `${partition}:${offset}`

async function placesAside(store: Store): Promise<Set<string>> {
  const places = new Set<string>()
  const wanted = sql`SELECT toUInt64(log_partition), log_offset FROM quarantine WHERE log_offset >= ${integer(0)}`
  await store.scan(wanted, 2, (numbers) => {
    for (let at = 0; at < numbers.length; at += 2)
      places.add(placeOf(Number(numbers[at]), Number(numbers[at + 1])))
  })
  return places
}
