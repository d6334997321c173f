/** Reading and commanding through `@clickhouse/client`, the same for both adapters. */
import type { ClickHouseClient } from '@clickhouse/client'
import { toStoreError } from './errors.ts'
import { limited } from './settings.ts'
import type { Statement } from './sql.ts'
import type { Limits, QueryResult } from './store.ts'

interface CompactJson {
  meta: { name: string }[]
  data: unknown[][]
  statistics?: { rows_read?: number; elapsed?: number }
}

/** Runs a SELECT; rows arrive as objects keyed by column. Rejects with `StoreError`. */
export async function runQuery<Row>(
  client: ClickHouseClient,
  statement: Statement,
  limits?: Partial<Limits>,
): Promise<QueryResult<Row>> {
  const started = performance.now()
  try {
    const answer = await client.query({
      query: limited(statement.sql, limits),
      query_params: statement.params,
      format: 'JSONCompact',
    })
    const json = (await answer.json()) as unknown as CompactJson
    return {
      rows: json.data.map((values) => named(json.meta, values) as Row),
      rowsRead: json.statistics?.rows_read ?? 0,
      elapsedMs: performance.now() - started,
    }
  } catch (error) {
    throw toStoreError(error)
  }
}

/** Runs one of our own statements that returns nothing. */
export async function runCommand(client: ClickHouseClient, command: string | Statement): Promise<void> {
  const { sql, params } = typeof command === 'string' ? { sql: command, params: {} } : command
  try {
    await client.command({ query: sql, query_params: params })
  } catch (error) {
    throw toStoreError(error)
  }
}

const named = (meta: { name: string }[], values: unknown[]): Record<string, unknown> =>
  Object.fromEntries(meta.map((column, at) => [column.name, values[at]]))
