/** After a start or a rebalance: remembers again which events of a partition are stored. */
import { integer, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Memory } from './deduplicate.ts'

export interface RestoreRange {
  partition: number
  /** Unix milliseconds from which stored ids are wanted. */
  since: number
  /** The range about to be replayed: its own rows, stored or not, must not count as duplicates of themselves. */
  except?: { from: number; to: number }
}

/** Streams fingerprints, so that a week of ids never has to be held twice. */
export async function restoreMemory(store: Store, memory: Memory, range: RestoreRange): Promise<void> {
  const { from, to } = range.except ?? { from: 0, to: 0 }
  const stored = sql`
    SELECT xxHash64(concat(project, '\n', message_id)), toUInt64(toUnixTimestamp64Milli(received_at))
    FROM events
    WHERE log_partition = ${integer(range.partition)}
      AND received_at >= fromUnixTimestamp64Milli(${integer(Math.floor(range.since))})
      AND NOT (log_offset >= ${integer(from)} AND log_offset < ${integer(to)})`
  await store.scan(stored, 2, (numbers) => {
    for (let at = 0; at < numbers.length; at += 2) memory.keep([numbers[at] ?? 0n], Number(numbers[at + 1]))
  })
}
