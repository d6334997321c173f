/** Takes out of the store what projects keep no longer: months that nobody keeps anything of go as they are, of others the rows. */
import type { Purge } from '@firefly/clickhouse/purge'
import { integer, name, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import {
  DATED_TABLES,
  type DatedTable,
  daysOver,
  type Expired,
  overIn,
  partitionOf,
} from '@firefly/clickhouse/tables/retention'

export interface SweepOptions {
  store: Store
  purge: Purge
}

/** Rows that went, by table. */
export type Swept = Record<string, number>

/** Resolves when no query sees any of it. May be done again at any time: what is gone is not looked for twice. */
export async function sweepProject(expired: Expired, options: SweepOptions): Promise<Swept> {
  const gone: Swept = {}
  for (const one of DATED_TABLES) {
    const rows = await sweepTable(one, expired, options)
    if (rows > 0) gone[one.table] = rows
  }
  return gone
}

async function sweepTable(
  one: DatedTable,
  expired: Expired,
  { store, purge }: SweepOptions,
): Promise<number> {
  const where = overIn(one, expired)
  const rows = await countIn(store, one.table, where)
  if (rows > 0) await (one.isRewritten ? purge.rows(one.table, where) : purge.hide(one.table, where))
  if (one.table !== 'people_days') return rows
  const { set, over, touched } = daysOver(expired, name(purge.localOf('events')))
  const cut = await countIn(store, one.table, over)
  if ((await countIn(store, one.table, touched)) > 0) await purge.update(one.table, set, touched)
  return rows + cut
}

/** Rows of the months before the one of `oldest`, by project: nobody keeps anything of that time. */
export async function dropMonths(
  oldest: number,
  { store, purge }: SweepOptions,
): Promise<Map<string, number>> {
  const months = (await purge.months('events')).filter(({ month }) => month < partitionOf(oldest))
  if (months.length === 0) return new Map()
  const wanted = sql`SELECT toString(project) AS project, toUInt32(count()) AS rows FROM events
    WHERE toYYYYMM(time) < ${integer(partitionOf(oldest))} GROUP BY project`
  const { rows } = await store.query<{ project: string; rows: number }>(statement(wanted))
  for (const { month } of months) await purge.drop('events', month)
  return new Map(rows.map((row) => [row.project, row.rows]))
}

/** Takes from the disk what was only hidden, of months that are over: nobody hides any more of them day after day. */
export async function clearMonths(oldest: number, { purge }: SweepOptions): Promise<void> {
  for (const { month, isHiding } of await purge.months('events'))
    if (isHiding && month < partitionOf(oldest)) await purge.clear('events', month)
}

async function countIn(store: Store, table: string, where: Sql): Promise<number> {
  const wanted = sql`SELECT toUInt32(count()) AS rows FROM ${name(table)} WHERE ${where}`
  return (await store.query<{ rows: number }>(statement(wanted))).rows[0]?.rows ?? 0
}
