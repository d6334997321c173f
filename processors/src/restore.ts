/** After a start or a rebalance: remembers again which events of a partition are stored. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Memory } from './deduplicate.ts'

export interface RestoreRange {
  partition: number
  /** Unix milliseconds from which stored ids are wanted. */
  since: number
  /** The range about to be replayed: its own rows, stored or not, must not count as duplicates of themselves. */
  except?: { from: number; to: number }
}

interface Stored {
  fingerprint: string
  at: string
}

export async function restoreMemory(store: Store, memory: Memory, range: RestoreRange): Promise<void> {
  const { from, to } = range.except ?? { from: 0, to: 0 }
  const stored = statement(sql`
    SELECT xxHash64(concat(project, '\n', message_id)) AS fingerprint, toUnixTimestamp64Milli(received_at) AS at
    FROM events
    WHERE log_partition = ${bind('UInt32', range.partition)}
      AND received_at >= fromUnixTimestamp64Milli(${bind('Int64', Math.floor(range.since))})
      AND NOT (log_offset >= ${bind('UInt64', from)} AND log_offset < ${bind('UInt64', to)})`)
  const { rows } = await store.query<Stored>(stored, { maxSeconds: 600 })
  for (const { fingerprint, at } of rows) memory.keep([BigInt(fingerprint)], Number(at))
}
