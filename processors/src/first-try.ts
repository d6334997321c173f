/**
 * What an earlier try of a range left in the store. It holds, whatever a plan, a setting or an operator's own step says by now:
 * else an event would come to rest in two places.
 */
import { integer, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Arrival } from './arrival.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { Outcome } from './outcome.ts'
import { setAsideEvent } from './quarantine/set-aside.ts'
import { asideIn, nameOfRecord } from './quarantine/there.ts'

export interface Range {
  partition: number
  /** Offset of the first record. */
  from: number
  /** First offset after the range. */
  to: number
}

export interface FirstTry {
  /** Fingerprints of the rows that are stored. */
  stored: ReadonlySet<bigint>
  /** Fingerprints of the records that are in quarantine. */
  aside: ReadonlySet<bigint>
}

export const lookForFirstTry = async (store: Store, range: Range, since: number): Promise<FirstTry> => ({
  stored: await storedIn(store, range, since),
  aside: await asideIn(store, range),
})

/** Fingerprints of the rows of a range that are stored, of those received `since`, in Unix milliseconds. */
export async function storedIn(
  store: Store,
  { partition, from, to }: Range,
  since = 0,
): Promise<Set<bigint>> {
  const stored = new Set<bigint>()
  const rows = sql`
    SELECT xxHash64(concat(project, '\n', message_id)) FROM events
    WHERE log_partition = ${integer(partition)}
      AND log_offset >= ${integer(from)} AND log_offset < ${integer(to)}
      AND received_at >= fromUnixTimestamp64Milli(${integer(since)})`
  await store.scan(rows, 1, (names) => {
    for (const name of names) stored.add(name)
  })
  return stored
}

/** Where an event rests already that would now become something else; undefined where nothing stands in its way. */
export function restsAt(
  arrival: Arrival,
  outcome: Outcome<unknown>,
  { stored, aside }: FirstTry,
  fingerprint: Fingerprint,
): 'stored' | 'aside' | undefined {
  // Whoever was erased since is taken out of quarantine, and not put back.
  const isErased = outcome.kind === 'drop' && outcome.reason === 'erased'
  const isAside = aside.size > 0 && aside.has(nameOfRecord(setAsideEvent(arrival, NO_REASON), fingerprint))
  if (isAside) return outcome.kind === 'quarantine' || isErased ? undefined : 'aside'
  return outcome.kind !== 'ok' && stored.has(nameOf(arrival, fingerprint)) ? 'stored' : undefined
}

const NO_REASON = { reason: 'step_failed', detail: '' } as const

/** The fingerprint that the row of an event has, or would have. */
export const nameOf = ({ header, wire, index }: Arrival, fingerprint: Fingerprint): bigint =>
  fingerprint(header.project, wire.messageId || `${header.batchId}-${index}`)
