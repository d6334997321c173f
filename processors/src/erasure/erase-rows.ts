/** Takes everything about a person out of the store, and out of the totals that are kept beside it. */
import { createHash } from 'node:crypto'
import { lineOf } from '@firefly/clickhouse/lines'
import { anyOf, type Purge } from '@firefly/clickhouse/purge'
import { name, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { PERSONAL_TABLES, rowsOf, type Subject, TOTALS } from '@firefly/clickhouse/tables/personal'

export interface EraseRowsOptions {
  store: Store
  purge: Purge
  /** Names the erasure in the names of its inserts. */
  erasure: string
}

/** Rows that went, by table. Resolves when no query sees any of them. */
export async function eraseRows(
  subjects: readonly Subject[],
  options: EraseRowsOptions,
): Promise<Record<string, number>> {
  const gone: Record<string, number> = {}
  for (const one of PERSONAL_TABLES) {
    const where = anyOf(subjects.map((subject) => sql`(${rowsOf(one, subject)})`))
    const rows = await countIn(options.store, one.table, where)
    if (rows === 0) continue
    if (one.table === 'events') await countOut(where, options)
    await options.purge.rows(one.table, where)
    gone[one.table] = rows
  }
  return gone
}

async function countIn(store: Store, table: string, where: Sql): Promise<number> {
  const wanted = sql`SELECT toUInt32(count()) AS rows FROM ${name(table)} WHERE ${where}`
  return (await store.query<{ rows: number }>(statement(wanted))).rows[0]?.rows ?? 0
}

/** Cut off between counting out and taking out, the same is counted out under the same name again, which changes nothing. */
async function countOut(where: Sql, { store, erasure }: EraseRowsOptions): Promise<void> {
  for (const { table, columns, less } of TOTALS) {
    const { rows } = await store.query<Record<string, unknown>>(statement(less(where)))
    const lines = rows.map((row) => lineOf(columns.map((column) => row[column]))).toSorted()
    if (lines.length === 0) continue
    const text = lines.join('')
    const token = `${table}:less:${erasure}:${createHash('sha256').update(text).digest('hex')}`
    await store.insert({ table, columns, lines: Buffer.from(text), token })
  }
}
