/** Counts the rows of the store anew, by fingerprint, and finds ids that are there more than once. */
import { bind, integer, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { FingerprintTable } from '../fingerprint-table.ts'

export interface Duplicate {
  project: string
  messageId: string
  copies: number
}

export interface Scanned {
  rows: number
  /** How many ids are stored more than once. */
  duplicated: number
  /** The first of them, by name. */
  duplicates: Duplicate[]
  /** Fingerprints of all that is stored. */
  stored: FingerprintTable
}

const MOST_NAMED = 100

/** Streams, so that it takes 16 bytes a row at most. `since` in Unix milliseconds. */
export async function scanStore(store: Store, since: number): Promise<Scanned> {
  const stored = new FingerprintTable()
  const twice = new FingerprintTable()
  let rows = 0
  const range = sql`received_at >= fromUnixTimestamp64Milli(${integer(Math.floor(since))})`
  const fingerprints = sql`SELECT xxHash64(concat(project, '\n', message_id)) FROM events WHERE ${range}`
  await store.scan(fingerprints, 1, (numbers) => {
    for (const fingerprint of numbers) {
      rows++
      if (!stored.has(fingerprint)) stored.add(fingerprint)
      else if (!twice.has(fingerprint)) twice.add(fingerprint)
    }
  })
  return { rows, duplicated: twice.size, duplicates: await nameDuplicates(store, twice), stored }
}

async function nameDuplicates(store: Store, twice: FingerprintTable): Promise<Duplicate[]> {
  const some = [...twice.values()].slice(0, MOST_NAMED).map(String)
  if (some.length === 0) return []
  const wanted = sql`
    SELECT project, message_id AS messageId, toUInt32(count()) AS copies FROM events
    WHERE toString(xxHash64(concat(project, '\n', message_id))) IN ${bind('Array(String)', some)}
    GROUP BY project, message_id HAVING copies > 1 ORDER BY project, message_id`
  return (await store.query<Duplicate>(statement(wanted))).rows
}
