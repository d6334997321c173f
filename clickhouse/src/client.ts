/** Reading and commanding through `@clickhouse/client`, the same for both adapters. */
import type { ClickHouseClient } from '@clickhouse/client'
import { endable, type Kill, named } from './ending.ts'
import { toStoreError } from './errors.ts'
import { limited } from './settings.ts'
import type { Statement } from './sql.ts'
import type { Limits, QueryResult } from './store.ts'

interface CompactJson {
  meta: { name: string }[]
  data: unknown[][]
  statistics?: { rows_read?: number; elapsed?: number }
}

/** How a query may end before it is over. */
export interface Ending {
  gone: AbortSignal | undefined
  kill: Kill
  cluster?: string | undefined
  /** For a server that may say nothing any more; the in-process engine keeps to the limit by itself. */
  patienceMs?: number
}

/** Runs a SELECT; rows arrive as objects keyed by column. Rejects with `StoreError`. */
export const runQuery = <Row>(
  client: ClickHouseClient,
  statement: Statement,
  limits: Partial<Limits> | undefined,
  { gone, kill, cluster, patienceMs }: Ending,
): Promise<QueryResult<Row>> =>
  endable((name) => select<Row>(client, statement, limits, name, patienceMs), kill, gone, cluster)

async function select<Row>(
  client: ClickHouseClient,
  statement: Statement,
  limits: Partial<Limits> | undefined,
  name: string,
  patienceMs: number | undefined,
): Promise<QueryResult<Row>> {
  const started = performance.now()
  try {
    const answer = await client.query({
      query: named(limited(statement, limits), name),
      query_params: statement.params,
      format: 'JSONCompact',
      ...(patienceMs !== undefined && { abort_signal: AbortSignal.timeout(patienceMs) }),
    })
    const json = (await answer.json()) as unknown as CompactJson
    return {
      rows: json.data.map((values) => keyed(json.meta, values) as Row),
      rowsRead: json.statistics?.rows_read ?? 0,
      elapsedMs: performance.now() - started,
    }
  } catch (error) {
    throw toStoreError(error)
  }
}

/** The same as rows in RowBinary. */
export const runRead = (
  client: ClickHouseClient,
  statement: Statement,
  limits: Partial<Limits> | undefined,
  { gone, kill, cluster, patienceMs }: Ending,
): Promise<Uint8Array> =>
  endable((name) => read(client, statement, limits, name, patienceMs), kill, gone, cluster)

async function read(
  client: ClickHouseClient,
  statement: Statement,
  limits: Partial<Limits> | undefined,
  name: string,
  patienceMs: number | undefined,
): Promise<Uint8Array> {
  try {
    const { stream } = await client.exec({
      query: `${named(limited(statement, limits), name)}\nFORMAT RowBinary`,
      query_params: statement.params,
      ...(patienceMs !== undefined && { abort_signal: AbortSignal.timeout(patienceMs) }),
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of stream) chunks.push(chunk as Uint8Array)
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
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

const keyed = (meta: { name: string }[], values: unknown[]): Record<string, unknown> =>
  Object.fromEntries(meta.map((column, at) => [column.name, values[at]]))
