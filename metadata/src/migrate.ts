/** Numbered SQL files, each applied once, in order, and never changed afterwards. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Database, Transaction } from './database.ts'
import { sql } from './sql.ts'

export interface Migration {
  number: number
  name: string
  checksum: string
  text: string
}

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url))
/** Any number that nobody else locks: processes that start at once take turns. */
const TURN = 7_070_001

/** Applies what is missing and gives the names applied now. Rejects when an applied file has changed since. */
export async function migrate(database: Database, folder = FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return database.transaction(async (transaction) => {
    await transaction.query(sql`SELECT pg_advisory_xact_lock(${TURN})`)
    await transaction.script(
      'CREATE TABLE IF NOT EXISTS migrations (number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const applied = await appliedChecksums(transaction)
    const fresh: string[] = []
    for (const migration of migrations) {
      const { number, name, checksum } = migration
      if (applied.get(number) === checksum) continue
      if (applied.has(number))
        throw new Error(`migration ${name} was changed after it was applied; write a new one instead`)
      await apply(transaction, migration)
      fresh.push(name)
    }
    return fresh
  })
}

/** Reads `NNNN-name.sql` files. */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${folder}/${name}`, 'utf8')
      const checksum = createHash('sha256').update(text).digest('hex')
      return { number: Number(name.slice(0, 4)), name, checksum, text }
    }),
  )
}

async function apply(transaction: Transaction, { number, name, checksum, text }: Migration): Promise<void> {
  await transaction.script(text)
  await transaction.query(
    sql`INSERT INTO migrations (number, name, checksum) VALUES (${number}, ${name}, ${checksum})`,
  )
}

async function appliedChecksums(transaction: Transaction): Promise<Map<number, string>> {
  const rows = await transaction.query<{ number: number; checksum: string }>(
    sql`SELECT number, checksum FROM migrations`,
  )
  return new Map(rows.map(({ number, checksum }) => [number, checksum]))
}
