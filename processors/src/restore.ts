/** After a start or a rebalance: remembers again which events of a partition are stored. */
import { integer, sql, type Sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Memory } from './deduplicate.ts'

export interface RestoreRange {
  partition: number
  /** Unix milliseconds from which stored ids are wanted. */
  since: number
  /** The range about to be replayed: its own rows, stored or not, must not count as duplicates of themselves. */
  except?: { from: number; to: number }
}

/** Of a large store a week is much to look through, and nothing can go on before. */
const WHOLE_WEEK = { maxSeconds: 600, maxRowsToRead: 0 }
/** How finely the age of ids is looked at, in milliseconds. */
const MOMENT_MS = 10_000

/**
 * Streams fingerprints, so that a week of ids never has to be held twice. Of the newest alone, as many as are remembered, since others would
 * be forgotten again; the newer half of them last, since what comes last is forgotten last.
 */
export async function restoreMemory(store: Store, memory: Memory, range: RestoreRange): Promise<void> {
  const { from, to } = range.except ?? { from: 0, to: 0 }
  const wanted = sql`log_partition = ${integer(range.partition)} AND ${since(range.since)}
      AND NOT (log_offset >= ${integer(from)} AND log_offset < ${integer(to)})`
  const { first, middle } = await newest(store, wanted, memory.maxIds)
  for (const window of [sql`${since(first)} AND NOT ${since(middle)}`, since(middle)])
    await store.scan(idsWhere(sql`${wanted} AND ${window}`), 2, (numbers) => {
      for (let at = 0; at < numbers.length; at += 2) memory.keep([numbers[at] ?? 0n], Number(numbers[at + 1]))
    })
}

const since = (milliseconds: number): Sql =>
  sql`received_at >= fromUnixTimestamp64Milli(${integer(Math.floor(milliseconds))})`

const idsWhere = (wanted: Sql): Sql => sql`
    SELECT xxHash64(concat(project, '\n', message_id)), toUInt64(toUnixTimestamp64Milli(received_at))
    FROM events WHERE ${wanted}`

/** Unix milliseconds: since the first came as many as are wanted, since the middle half of them; both to a moment. */
async function newest(store: Store, wanted: Sql, most: number): Promise<{ first: number; middle: number }> {
  const { rows } = await store.query<{ first: string; middle: string }>(
    statement(sql`
    SELECT minIf(moment, newer <= ${integer(most)}) AS first, minIf(moment, newer <= ${integer(Math.ceil(most / 2))}) AS middle
    FROM
    (
      SELECT intDiv(toUnixTimestamp64Milli(received_at), ${integer(MOMENT_MS)}) AS moment, sum(count()) OVER (ORDER BY moment DESC) AS newer
      FROM events WHERE ${wanted} GROUP BY moment
    )`),
    WHOLE_WEEK,
  )
  const [first = 0, middle = 0] = rows.flatMap((row) => [Number(row.first), Number(row.middle)])
  return { first: first * MOMENT_MS, middle: Math.max(first, middle) * MOMENT_MS }
}
