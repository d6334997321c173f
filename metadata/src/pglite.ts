/** The embedded adapter: PostgreSQL compiled to WebAssembly, on a folder. The only importer of PGlite. */
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import type { Database, Queries } from './database.ts'
import { MetadataError, toMetadataError } from './errors.ts'
import { type Lock, lockFolder } from './lock.ts'
import { sql } from './sql.ts'

const INT8 = 20
/** An empty cluster, made by the build: copying it takes a tenth of the time and memory of making one. */
const TEMPLATE = fileURLToPath(new URL('../dist/template', import.meta.url))

/** Opens the folder, which one process may hold; rejects as `unavailable` while another does. */
export async function openPglite(path: string): Promise<Database> {
  await mkdir(dirname(path), { recursive: true })
  const lock = await lockFolder(path)
  try {
    await fill(path)
    const engine = await PGlite.create({ dataDir: path, parsers: { [INT8]: Number } })
    return databaseOn(engine, lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A cluster comes into being whole or not at all: a process killed here leaves nothing that looks like one. */
async function fill(path: string): Promise<void> {
  if (await exists(`${path}/PG_VERSION`)) return
  const unfinished = `${path}.new`
  await rm(unfinished, { recursive: true, force: true })
  if (await exists(`${TEMPLATE}/PG_VERSION`)) await cp(TEMPLATE, unfinished, { recursive: true })
  else await (await PGlite.create({ dataDir: unfinished })).close()
  await rename(unfinished, path)
}

function databaseOn(engine: PGlite, lock: Lock): Database {
  const queries = queriesOn(engine)
  return {
    ...queries,
    transaction: (work) =>
      engine.transaction((inner) => {
        const script = async (text: string): Promise<void> => void (await told(inner.exec(text)))
        return work({ ...queriesOn(inner), script })
      }),
    ready: async () => void (await queries.query(sql`SELECT 1`)),
    async close() {
      if (!engine.closed) await engine.close()
      await lock.release()
    },
  }
}

const queriesOn = (runs: Pick<PGlite, 'query'>): Queries => ({
  async query<Row>({ text, values }: { text: string; values: readonly unknown[] }) {
    return (await told(runs.query<Row>(text, [...values]))).rows
  },
})

async function told<Result>(running: Promise<Result>): Promise<Result> {
  try {
    return await running
  } catch (error) {
    // What is wrong inside the process has no code either, and never goes away by waiting.
    const known = toMetadataError(error)
    throw known.code === undefined
      ? new MetadataError('fault', undefined, known.message, { cause: error })
      : known
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
