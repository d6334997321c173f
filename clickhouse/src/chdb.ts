/** The in-process adapter: chDB behind the usual client. The only importer of chdb. */
import { mkdir } from 'node:fs/promises'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { openInserts } from './chdb-insert.ts'
import { startMending } from './chdb-mend.ts'
import { runCommand, runQuery, runRead } from './client.ts'
import { StoreError, toStoreError } from './errors.ts'
import type { OpenStoreOptions } from './open.ts'
import { createPool } from './pool.ts'
import { wholeRows, withoutParams } from './scan.ts'
import type { Sql } from './sql.ts'
import type { Store } from './store.ts'
import { countWrites } from './writes.ts'

type Chdb = typeof import('chdb/connection')
export type Connection = ReturnType<Chdb['createChdbConnection']>

/**
 * Opens the engine on a folder of its own. One process may hold a folder; `readers` queries run side by side,
 * apart from the one writer. A connection that failed is never used again: the engine would put what the failed
 * query had already written in front of the next answer.
 */
export async function openChdb(
  path: string,
  { readers, onEvent }: Required<OpenStoreOptions>,
): Promise<Store> {
  const { createChdbConnection } = await loadChdb()
  await mkdir(path, { recursive: true })
  const open = (): Session => {
    try {
      return sessionOf(createChdbConnection({ path }))
    } catch (error) {
      throw new StoreError('pressure', undefined, noConnection(path), { cause: error })
    }
  }
  const close = ({ client }: Session): Promise<void> => client.close()
  const reading = createPool({ size: readers, open, close })
  const writing = createPool({ size: 1, open, close })
  // Free when all readers are busy, which is when a query has to be ended, or somebody asks whether the engine lives.
  const watching = createPool({ size: 1, open, close })
  // Only now is the folder ours: of two processes that start, one gets no connection.
  const insert = await openInserts(path)
  const writes = countWrites()
  const kill = (statement: string): Promise<void> =>
    watching.use(({ client }) => runCommand(client, statement))
  const mending = startMending({
    query: (one) => watching.use(({ client }) => runQuery(client, one, undefined, { gone: undefined, kill })),
    alone: (work) =>
      writes.counted(undefined, () => writing.use(({ client }) => work((one) => runCommand(client, one)))),
    onEvent,
  })
  return {
    query: (statement, limits, gone) =>
      reading.use(({ client }) => runQuery(client, statement, limits, { gone, kill })),
    read: (statement, limits, gone) =>
      reading.use(({ client }) => runRead(client, statement, limits, { gone, kill })),
    scan: (select, columns, onRows) =>
      reading.use(({ connection }) => scan(connection, select, wholeRows(columns, onRows))),
    insert: (block) =>
      writes.counted(block.table, () => writing.use(({ connection }) => insert(connection, block))),
    command: (sql) => writes.counted(undefined, () => writing.use(({ client }) => runCommand(client, sql))),
    work: (sql) => writes.counted(undefined, () => reading.use(({ client }) => runCommand(client, sql))),
    writesOf: writes.of,
    ready: () => watching.use(({ client }) => runCommand(client, 'SELECT 1')),
    close: async () => {
      await mending.stop()
      await Promise.all([reading.close(), writing.close(), watching.close()])
    },
  }
}

/** The engine itself says why on the standard error, and nothing more here. */
const noConnection = (path: string): string =>
  `${path} takes no connection; stop the other process that has it, if there is one`

interface Session {
  connection: Connection
  client: ClickHouseClient
}

/** chdb's types name another copy of the client's own, so the same interface has to be asserted. */
function sessionOf(connection: Connection): Session {
  type Expected = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>
  return {
    connection,
    client: createClient({
      connection: connection as unknown as Expected,
      log: { level: ClickHouseLogLevel.OFF },
    }),
  }
}

async function scan(
  connection: Connection,
  select: Sql,
  onBytes: (bytes: Uint8Array) => void,
): Promise<void> {
  try {
    for await (const chunk of connection.chdb.queryStream(withoutParams(select), { format: 'RowBinary' }))
      onBytes(chunk.raw())
  } catch (error) {
    throw toStoreError(error)
  }
}

async function loadChdb(): Promise<Chdb> {
  try {
    return await import('chdb/connection')
  } catch (error) {
    const where = `${process.platform}-${process.arch}`
    throw new StoreError(
      'fault',
      undefined,
      `The in-process engine (chdb) cannot be loaded on ${where}: it exists for Linux with glibc and for macOS. ` +
        'Install it, or point FIREFLY_CLICKHOUSE_URL at a ClickHouse server (http://…).',
      { cause: error },
    )
  }
}
