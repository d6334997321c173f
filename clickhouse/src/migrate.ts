/** Numbered SQL files, each applied once, in order, and never changed afterwards. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { UNKNOWN_SETTING } from './age.ts'
import { forCluster } from './cluster.ts'
import { toStoreError } from './errors.ts'
import { onceMore, wasApplied } from './half-applied.ts'
import { bind, sql, statement } from './sql.ts'
import type { Store } from './store.ts'

export interface Migration {
  number: number
  name: string
  checksum: string
  statements: string[]
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url))

const OTHERS_MS = 3_000
const LOOK_MS = 250

export interface MigrateOptions {
  folder?: string
  /** Name of the ClickHouse cluster on whose every node the tables are made, replicated and distributed. */
  cluster?: string | undefined
  /** How long nothing must be seen of another process that applies the same migration, in milliseconds; up to twice that. */
  othersMs?: number
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
  { folder = MIGRATIONS_FOLDER, cluster, othersMs = OTHERS_MS }: MigrateOptions = {},
): Promise<string[]> {
  await store.command(ledger(cluster))
  const applied = await appliedChecksums(store)
  const fresh: string[] = []
  for (const migration of await readMigrations(folder)) {
    const checksum = applied.get(migration.number)
    if (checksum === undefined) {
      if (await applyOrLet(store, migration, { cluster, othersMs })) fresh.push(migration.name)
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

interface Others {
  cluster: string | undefined
  othersMs: number
}

/**
 * False when another process, started at the same time, was faster. What is there of a migration that nobody is about to end was left
 * by a process that died in the middle of it.
 */
async function applyOrLet(store: Store, migration: Migration, others: Others): Promise<boolean> {
  const { cluster } = others
  const statements = cluster ? forCluster(migration.statements, cluster) : migration.statements
  try {
    await apply(store, migration, statements, run)
  } catch (error) {
    if (await endedByOthers(store, migration, others)) return false
    if (!wasApplied(error)) throw error
    await apply(store, migration, onceMore(statements, cluster), runOnceMore)
  }
  return true
}

/** Waits for as long as others are seen at it. */
async function endedByOthers(
  store: Store,
  { number }: Migration,
  { cluster, othersMs }: Others,
): Promise<boolean> {
  // Apart by chance, so that of several that wait for a dead one the second sees the first at work.
  const enough = othersMs * (1 + Math.random())
  for (let idle = 0; idle < enough; idle += LOOK_MS) {
    if ((await appliedChecksums(store)).has(number)) return true
    if (await isUnderway(store, number, cluster)) idle = 0
    await sleep(LOOK_MS)
  }
  return false
}

async function isUnderway(store: Store, number: number, cluster: string | undefined): Promise<boolean> {
  const processes = cluster
    ? sql`clusterAllReplicas(${bind('String', cluster)}, system, processes)`
    : sql`system.processes`
  const wanted = sql`SELECT toUInt32(count()) AS running FROM ${processes}
    WHERE startsWith(query, ${bind('String', markOf(number))}) AND current_database = currentDatabase()`
  return ((await store.query<{ running: number }>(statement(wanted))).rows[0]?.running ?? 0) > 0
}

/** By which others know its statements again. */
const markOf = (number: number): string => `/* migration ${number} */`

type Run = (store: Store, text: string, number: number) => Promise<void>

async function apply(
  store: Store,
  { number, name, checksum }: Migration,
  statements: readonly string[],
  runOne: Run,
): Promise<void> {
  for (const text of statements) await runOne(store, text, number)
  const line = `${JSON.stringify([number, name, checksum])}\n`
  await store.insert({
    table: 'migrations',
    columns: ['number', 'name', 'checksum'],
    lines: Buffer.from(line),
    token: `migration:${number}`,
  })
}

const runOnceMore: Run = async (store, text, number) => {
  try {
    await run(store, text, number)
  } catch (error) {
    if (!wasApplied(error)) throw error
  }
}

const WHERE_KNOWN = /^-- where the engine knows how$/m

/** What only makes the store faster, and says so, an older engine does without. */
async function run(store: Store, text: string, number: number): Promise<void> {
  try {
    await store.command(`${markOf(number)} ${text}`)
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
