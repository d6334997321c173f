/**
 * Takes rows out for good. `DELETE FROM` only hides them: here parts are written anew without them, and what was before them is
 * waited for until it is gone from the disk.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from './errors.ts'
import { bind, integer, join, name, type Sql, sql, statement } from './sql.ts'
import type { Store } from './store.ts'

/** As the migrations have it. */
const STAY_SECONDS = 480
const stay = (seconds: number): Sql => sql`MODIFY SETTING old_parts_lifetime = ${integer(seconds)}`

export interface PurgeOptions {
  store: Store
  /** Where tables are `…_local` on every node. */
  cluster?: string | undefined
  /**
   * How long replaced parts are kept. The system has written the new ones to the disk by then; with less, a loss of power
   * right afterwards could lose rows of others.
   */
  keepSeconds?: number
  lookMs?: number
}

export interface Purge {
  /** Resolves when no query sees such rows of the table any more. */
  rows(table: string, where: Sql): Promise<void>
  /** As `rows`, without writing parts anew: the bytes go with the next merge of their part, or when the month is cleared. */
  hide(table: string, where: Sql): Promise<void>
  /** Changes columns that no key of the table is made of; `set` as in `a = 1, b = 2`. */
  update(table: string, set: Sql, where: Sql): Promise<void>
  /** The months that a table is parted by, such as 202601, and whether rows of each are hidden. */
  months(table: string): Promise<{ month: number; isHiding: boolean }[]>
  /** Takes from the disk what of a month is hidden. */
  clear(table: string, month: number): Promise<void>
  /** Takes a whole month away, whoever's it is. */
  drop(table: string, month: number): Promise<void>
  /** The table that holds the rows of this node. */
  localOf(table: string): string
  /** Resolves when no byte of what was taken out of these tables before is left in the store; rejects when no longer waited for. */
  settled(tables: readonly string[], signal: AbortSignal): Promise<void>
}

export function createPurge({ store, cluster, keepSeconds = 60, lookMs = 500 }: PurgeOptions): Purge {
  const localOf = (table: string): string => (cluster ? `${table}_local` : table)
  const everywhere = cluster ? sql` ON CLUSTER ${name(cluster)}` : sql``
  const system = (table: 'mutations' | 'parts'): Sql =>
    cluster
      ? sql`clusterAllReplicas(${bind('String', cluster)}, system, ${name(table)})`
      : sql`system.${name(table)}`
  const isOf = (tables: readonly string[]): Sql =>
    sql`database = currentDatabase() AND table IN ${bind('Array(String)', tables.map(localOf))}`
  const alter = (table: string, change: Sql): Promise<void> =>
    store.command(statement(sql`ALTER TABLE ${name(localOf(table))}${everywhere} ${change}`))
  const count = async (from: Sql, where: Sql): Promise<number> => {
    const { rows } = await store.query<{ left: number }>(
      statement(sql`SELECT toUInt32(count()) AS left FROM ${from} WHERE ${where}`),
    )
    return rows[0]?.left ?? 0
  }
  const failure = async (table: string): Promise<string | undefined> => {
    const wanted = sql`SELECT latest_fail_error_code_name AS reason FROM ${system('mutations')}
      WHERE ${isOf([table])} AND NOT is_done AND latest_fail_reason != '' LIMIT 1`
    return (await store.query<{ reason: string }>(statement(wanted))).rows[0]?.reason
  }
  const replacedParts = async (tables: readonly string[]): Promise<string[]> => {
    const wanted = sql`SELECT concat(table, ' ', name) AS part FROM ${system('parts')} WHERE ${isOf(tables)} AND NOT active`
    return (await store.query<{ part: string }>(statement(wanted))).rows.map(({ part }) => part)
  }
  /** Merges replace parts all the time: those that are there now are waited for, and no others. */
  const gone = async (tables: readonly string[], signal: AbortSignal): Promise<void> => {
    const replaced = await replacedParts(tables)
    const isReplaced = sql`${isOf(tables)} AND concat(table, ' ', name) IN ${bind('Array(String)', replaced)}`
    while ((await count(system('parts'), isReplaced)) > 0) await sleep(lookMs, undefined, { signal })
  }
  // Not waited for in the statement: the connection that writes is needed meanwhile.
  const mutated = async (table: string): Promise<void> => {
    while ((await count(system('mutations'), sql`${isOf([table])} AND NOT is_done`)) > 0) {
      const reason = await failure(table)
      if (reason)
        throw new StoreError('pressure', undefined, `rows cannot be taken out of ${table}: ${reason}`)
      await sleep(lookMs)
    }
  }
  const mutate = async (table: string, change: Sql): Promise<void> => {
    await alter(table, sql`${change} SETTINGS mutations_sync = 0`)
    await mutated(table)
  }
  return {
    localOf,
    rows: (table, where) => mutate(table, sql`DELETE WHERE ${where}`),
    update: (table, set, where) => mutate(table, sql`UPDATE ${set} WHERE ${where}`),
    clear: (table, month) => mutate(table, sql`APPLY DELETED MASK IN PARTITION ${integer(month)}`),
    drop: (table, month) => alter(table, sql`DROP PARTITION ${integer(month)}`),
    async hide(table, where) {
      const hiding = sql`DELETE FROM ${name(localOf(table))}${everywhere} WHERE ${where} SETTINGS lightweight_deletes_sync = 0`
      await store.command(statement(hiding))
      await mutated(table)
    },
    async months(table) {
      const wanted = sql`SELECT toUInt32(partition) AS month, max(has_lightweight_delete) AS hiding FROM ${system('parts')}
        WHERE ${isOf([table])} AND active AND rows > 0 GROUP BY month ORDER BY month`
      const { rows } = await store.query<{ month: number; hiding: number }>(statement(wanted))
      return rows.map(({ month, hiding }) => ({ month, isHiding: hiding === 1 }))
    },
    async settled(tables, signal) {
      for (const table of tables) await alter(table, stay(keepSeconds))
      try {
        await gone(tables, signal)
      } finally {
        for (const table of tables) await alter(table, stay(STAY_SECONDS))
      }
    },
  }
}

/** `(…) OR (…)`; of nothing, never. */
export const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`0` : sql`(${join(conditions, ' OR ')})`
