/** For tests: a user is taken out of a project's every table and total, as an erasure does it. */
import { createPurge } from '@firefly/clickhouse/purge'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { type IdHashes, PERSONAL_TABLES, rowsOf, TOTALS } from '@firefly/clickhouse/tables/personal'

export async function forget(store: Store, project: string, user: string): Promise<void> {
  const text = bind('String', user)
  const hashes = sql`SELECT toString(xxHash64(${text})) AS first, toString(sipHash64(${text})) AS second`
  const { rows: ids } = await store.query<IdHashes>(statement(hashes))
  const isTheirs = sql`project = ${bind('String', project)} AND user_id = ${text}`
  for (const { table, columns, less } of TOTALS) {
    const { rows } = await store.query<Record<string, unknown>>(statement(less(isTheirs)))
    const lines = rows.map((row) => `${JSON.stringify(columns.map((column) => row[column]))}\n`).join('')
    await store.insert({
      table,
      columns,
      lines: Buffer.from(lines),
      token: `${project}-less-${user}-${table}`,
    })
  }
  const purge = createPurge({ store, lookMs: 10 })
  for (const one of PERSONAL_TABLES) await purge.rows(one.table, rowsOf(one, { project, ids }))
}
