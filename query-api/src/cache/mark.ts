/** What a whole store says of itself in two milliseconds, whoever's rows they are: as long as it is the same, nothing was stored or taken away. */
import { brief, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Asking } from '../analyses/analysis.ts'

export interface Mark {
  /** Of all tables that `own` of a version is made of; undefined where one node does not know of all rows. */
  mark: string | undefined
  /** Of the events alone: the last block that was stored at all. */
  any: string
}

/** The same tables on one node of a cluster. */
export const EVENTS_TABLES = sql`('events', 'events_local')`
const ALL_TABLES = sql`('events', 'arrivals', 'identities', 'events_local', 'arrivals_local', 'identities_local')`

/** The last change of rows that was asked for, and how much of those at hand is still to be done. */
export const CHANGES: Sql = sql`max(toUInt64OrZero(extract(mutation_id, '[0-9]+'))), sum(parts_to_do), countIf(NOT is_done)`

/**
 * Blocks are numbered as they come, and a part has the number of its last one, also when it was merged; a partition that was
 * dropped is gone, and every other change is a mutation.
 */
const MARK: Sql = sql`
SELECT countIf(endsWith(table, '_local')) = 0 AND count() > 0 AS isWhole,
  concat(toString(groupBitXor(cityHash64(table, partition, last))), ' ',
    toString((SELECT groupBitXor(cityHash64(table, changes)) FROM (
      SELECT table, (${CHANGES}) AS changes FROM system.mutations
      WHERE database = currentDatabase() AND table IN ${ALL_TABLES} GROUP BY table)))) AS mark,
  toString((maxIf(last, table IN ${EVENTS_TABLES}), sumIf(stored, table IN ${EVENTS_TABLES}), countIf(table IN ${EVENTS_TABLES}))) AS any
FROM (
  SELECT table, partition, max(max_block_number) AS last, sum(rows) AS stored FROM system.parts
  WHERE database = currentDatabase() AND table IN ${ALL_TABLES} AND active GROUP BY table, partition
)`

export async function markOf(ask: Asking['ask']): Promise<Mark> {
  const [row] = await ask<{ isWhole: number; mark: string; any: string }>(brief(MARK))
  return { mark: row?.isWhole ? row.mark : undefined, any: row?.any ?? '' }
}
