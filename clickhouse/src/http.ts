/** The server adapter: ClickHouse over HTTP(S), writer apart from readers. */
import { Readable } from 'node:stream'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { runCommand, runQuery, runRead } from './client.ts'
import { clusterIn } from './cluster.ts'
import { toStoreError } from './errors.ts'
import { wholeRows, withoutParams } from './scan.ts'
import { DEFAULT_LIMITS, settingsOf, target } from './settings.ts'
import type { Block, Limits, Store } from './store.ts'

const REQUEST_TIMEOUT_MS = 60_000
/** A question may be allowed more time than anything else; each is given up on this long after its own limit. */
const LONGEST_QUESTION_MS = 11 * 60_000
const GRACE_MS = 15_000

/** Connects lazily; `url` may carry user, password and database. */
export function openHttp(address: string, readers: number): Store {
  const url = withoutCluster(address)
  // The client would print failed statements with their values; they are told to the caller instead.
  const log = { level: ClickHouseLogLevel.OFF }
  const options = { url, request_timeout: REQUEST_TIMEOUT_MS, log }
  const reader = createClient({
    ...options,
    request_timeout: LONGEST_QUESTION_MS,
    max_open_connections: readers,
  })
  const writer = createClient({ ...options, max_open_connections: 2 })
  // Free when all readers are busy, which is when a query has to be ended, or somebody asks whether the server lives.
  const watcher = createClient({ ...options, max_open_connections: 1 })
  const kill = (statement: string): Promise<void> => runCommand(watcher, statement)
  const cluster = clusterIn(address)
  const insert = async (block: Block): Promise<void> => {
    try {
      const answer = await writer.exec({
        query: insertStatement(block),
        values: Readable.from(['native' in block ? block.native : block.lines]),
      })
      answer.stream.resume()
    } catch (error) {
      throw toStoreError(error)
    }
  }
  const scan: Store['scan'] = async (select, columns, onRows) => {
    const onBytes = wholeRows(columns, onRows)
    try {
      const { stream } = await reader.exec({ query: `${withoutParams(select)} FORMAT RowBinary` })
      for await (const chunk of stream) onBytes(chunk as Uint8Array)
    } catch (error) {
      throw toStoreError(error)
    }
  }
  return {
    query: (statement, limits, gone) =>
      runQuery(reader, statement, limits, { gone, kill, cluster, patienceMs: patienceOf(limits) }),
    read: (statement, limits, gone) =>
      runRead(reader, statement, limits, { gone, kill, cluster, patienceMs: patienceOf(limits) }),
    scan,
    insert,
    command: (sql) => runCommand(writer, sql),
    work: (sql) => runCommand(reader, sql),
    writesOf: () => undefined,
    ready: () => runCommand(watcher, 'SELECT 1'),
    close: async () => {
      await Promise.all([reader.close(), writer.close(), watcher.close()])
    },
  }
}

const patienceOf = ({ maxSeconds = DEFAULT_LIMITS.maxSeconds }: Partial<Limits> = {}): number =>
  maxSeconds * 1_000 + GRACE_MS

/** The cluster is for the migrations; the client knows no such setting. */
function withoutCluster(address: string): string {
  const url = new URL(address)
  url.searchParams.delete('cluster')
  return url.href
}

function insertStatement(block: Block): string {
  const format = 'native' in block ? 'Native' : 'JSONCompactEachRow'
  return `INSERT INTO ${target(block)} ${settingsOf(block)} FORMAT ${format}`
}
