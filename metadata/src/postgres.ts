/** The adapter for a PostgreSQL server. The only importer of pg. */
import pg from 'pg'
import type { Database, Queries, Transaction } from './database.ts'
import { toMetadataError } from './errors.ts'
import { sql } from './sql.ts'

const CONNECTIONS = 4
/** Nothing we ask of metadata is slow; what is, is stuck. */
const LIMIT_MS = 10_000
const CONNECT_MS = 5_000

const { builtins, getTypeParser } = pg.types
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: (typeof builtins)['INT8'], format?: 'text') =>
    oid === builtins.INT8 ? Number : getTypeParser(oid, format)) as typeof getTypeParser,
}

type Runs = pg.Pool | pg.PoolClient

/** Connects when first asked, and again by itself after the server was away. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: LIMIT_MS,
    statement_timeout: LIMIT_MS,
    idle_in_transaction_session_timeout: LIMIT_MS,
    application_name: 'firefly',
    types,
  })
  // A server that goes away ends its idle connections; the next query opens a new one and tells if it cannot.
  pool.on('error', () => {})
  const queries = queriesOn(pool)
  return {
    ...queries,
    transaction: (work) => transaction(pool, work),
    ready: async () => void (await queries.query(sql`SELECT 1`)),
    close: () => pool.end(),
  }
}

const queriesOn = (runs: Runs): Queries => ({
  async query<Row>({ text, values }: { text: string; values: readonly unknown[] }) {
    const { rows } = await told(runs.query(text, [...values]))
    return rows as Row[]
  },
})

async function transaction<Result>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await told(pool.connect())
  // Between two statements nobody else listens, and an error nobody hears ends the process.
  const deaf = (): void => {}
  client.on('error', deaf)
  let broken: Error | undefined
  try {
    await told(client.query('BEGIN'))
    const script = async (text: string): Promise<void> => void (await told(client.query(text)))
    const result = await work({ ...queriesOn(client), script })
    await told(client.query('COMMIT'))
    return result
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => undefined,
      (failure: Error) => failure,
    )
    throw error
  } finally {
    client.off('error', deaf)
    // A connection that cannot even roll back is ended, not lent again.
    client.release(broken)
  }
}

async function told<Result>(running: Promise<Result>): Promise<Result> {
  try {
    return await running
  } catch (error) {
    throw toMetadataError(error)
  }
}
