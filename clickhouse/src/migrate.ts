/** Numbered SQL files, each applied once, in order, and never changed afterwards. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { forCluster } from './cluster.ts'
import { toStoreError } from './errors.ts'
import { bind, sql, statement } from './sql.ts'
import type { Store } from './store.ts'

export interface Migration {
  number: number
  name: string
  checksum: string
  statements: string[]
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url))

/** How long another process may take over the same migration. */
const OTHERS_MS = 5_000
const LOOK_MS = 250

export interface MigrateOptions {
  folder?: string
  /** Name of the ClickHouse cluster on whose every node the tables are made, replicated and distributed. */
  cluster?: string | undefined
}

const LEDGER_COLUMNS = `(number UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))`
/** What runs on a cluster runs on every node, so all nodes keep one account of it. */
const ledger = (cluster: string | undefined): string =>
  cluster
    ? `CREATE TABLE IF NOT EXISTS migrations ON CLUSTER '${cluster}' ${LEDGER_COLUMNS}
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{database}/migrations', '{shard}-{replica}') ORDER BY number`
    : `CREATE TABLE IF NOT EXISTS migrations ${LEDGER_COLUMNS} ENGINE = MergeTree ORDER BY number`

/** Applies what is missing and gives the names applied now. Rejects when an applied file has changed since. */
export async function migrate(
  store: Store,
  { folder = MIGRATIONS_FOLDER, cluster }: MigrateOptions = {},
): Promise<string[]> {
  await store.command(ledger(cluster))
  const applied = await appliedChecksums(store)
  const fresh: string[] = []
  for (const migration of await readMigrations(folder)) {
    const checksum = applied.get(migration.number)
    if (checksum === undefined) {
      if (await applyOrLet(store, migration, cluster)) fresh.push(migration.name)
    } else if (checksum !== migration.checksum)
      throw new Error(`migration ${migration.name} was changed after it was applied; write a new one instead`)
  }
  return fresh
}

/** Reads `NNNN-name.sql` files; a statement ends with a semicolon at the end of a line. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${folder}/${name}`, 'utf8')
      const statements = text.split(/;[ \t]*$/m).filter((part) => part.replace(/^--.*$/gm, '').trim() !== '')
      return { number: Number(name.slice(0, 4)), name, checksum: sha256(text), statements }
    }),
  )
}

/** False when another process, started at the same time, was faster. */
async function applyOrLet(store: Store, migration: Migration, cluster: string | undefined): Promise<boolean> {
  try {
    await apply(store, migration, cluster)
    return true
  } catch (error) {
    for (let waited = 0; waited < OTHERS_MS; waited += LOOK_MS) {
      if ((await appliedChecksums(store)).has(migration.number)) return false
      await sleep(LOOK_MS)
    }
    throw error
  }
}

async function apply(store: Store, migration: Migration, cluster: string | undefined): Promise<void> {
  const { number, name, checksum, statements } = migration
  for (const text of cluster ? forCluster(statements, cluster) : statements) await run(store, text)
  const line = `${JSON.stringify([number, name, checksum])}\n`
  await store.insert({
    table: 'migrations',
    columns: ['number', 'name', 'checksum'],
    lines: Buffer.from(line),
    token: `migration:${number}`,
  })
}

const WHERE_KNOWN = /^-- where the engine knows how$/m
const UNKNOWN_SETTING = 115

/** What only makes the store faster, and says so, an older engine does without. */
async function run(store: Store, text: string): Promise<void> {
  try {
    await store.command(text)
  } catch (error) {
    const isDispensable = WHERE_KNOWN.test(text) && toStoreError(error).code === UNKNOWN_SETTING
    if (!isDispensable) throw error
  }
}

async function appliedChecksums(store: Store): Promise<Map<number, string>> {
  const all = statement(sql`SELECT number, checksum FROM migrations WHERE number > ${bind('UInt32', 0)}`)
  const { rows } = await store.query<{ number: number; checksum: string }>(all)
  return new Map(rows.map((row) => [row.number, row.checksum]))
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
