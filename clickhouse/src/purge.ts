/**
 * Takes rows out for good. `DELETE FROM` only hides them: here parts are written anew without them, and what was before them is
 * waited for until it is gone from the disk.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from './errors.ts'
import { bind, integer, join, name, type Sql, sql, statement } from './sql.ts'
import type { Store } from './store.ts'

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
  /** Resolves when no byte of what was taken out of these tables before is left in the store. */
  settled(tables: readonly string[]): Promise<void>
}

export function createPurge({ store, cluster, keepSeconds = 60, lookMs = 500 }: PurgeOptions): Purge {
  const localOf = (table: string): Sql => name(cluster ? `${table}_local` : table)
  const everywhere = cluster ? sql` ON CLUSTER ${name(cluster)}` : sql``
  const system = (table: 'mutations' | 'parts'): Sql =>
    cluster
      ? sql`clusterAllReplicas(${bind('String', cluster)}, system, ${name(table)})`
      : sql`system.${name(table)}`
  const isOf = (tables: readonly string[]): Sql =>
    sql`database = currentDatabase() AND table IN ${bind(
      'Array(String)',
      tables.map((table) => (cluster ? `${table}_local` : table)),
    )}`
  const alter = (table: string, change: Sql): Promise<void> =>
    store.command(statement(sql`ALTER TABLE ${localOf(table)}${everywhere} ${change}`))
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
  return {
    async rows(table, where) {
      // Not waited for in the statement: the connection that writes is needed meanwhile.
      await alter(table, sql`DELETE WHERE ${where} SETTINGS mutations_sync = 0`)
      while ((await count(system('mutations'), sql`${isOf([table])} AND NOT is_done`)) > 0) {
        const reason = await failure(table)
        if (reason)
          throw new StoreError('pressure', undefined, `rows cannot be taken out of ${table}: ${reason}`)
        await sleep(lookMs)
      }
    },
    async settled(tables) {
      const lifetime = sql`old_parts_lifetime = ${integer(keepSeconds)}`
      for (const table of tables) await alter(table, sql`MODIFY SETTING ${lifetime}`)
      // Merges replace parts all the time: those that are there now are waited for, and no others.
      const replaced = await replacedParts(tables)
      const isReplaced = sql`${isOf(tables)} AND concat(table, ' ', name) IN ${bind('Array(String)', replaced)}`
      while ((await count(system('parts'), isReplaced)) > 0) await sleep(lookMs)
      for (const table of tables) await alter(table, sql`RESET SETTING old_parts_lifetime`)
    },
  }
}

/** `(…) OR (…)`; of nothing, never. */
export const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`0` : sql`(${join(conditions, ' OR ')})`
