/** The embedded adapter: PostgreSQL compiled to WebAssembly, on a folder, in a thread of its own. */
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database, Transaction } from './database.ts'
import { type Lock, lockFolder } from './lock.ts'
import { startThread, type Thread } from './pglite-thread.ts'
import { sql } from './sql.ts'

/** An empty cluster, made by the build: copying it takes a tenth of the time and memory of making one. */
const TEMPLATE = fileURLToPath(new URL('../dist/template', import.meta.url))

/** Opens the folder, which one process may hold; rejects as `unavailable` while another does. */
export async function openPglite(path: string): Promise<Database> {
  await mkdir(dirname(path), { recursive: true })
  const lock = await lockFolder(path)
  try {
    await fill(path)
    return databaseOn(await startThread(path), lock)
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
  else await (await startThread(unfinished)).close()
  await rename(unfinished, path)
}

/** There is one connection: a transaction has it to itself, and everybody else waits. */
function databaseOn(thread: Thread, lock: Lock): Database {
  let last: Promise<unknown> = Promise.resolve()
  const alone = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
  const query: Database['query'] = (statement) => alone(() => thread.query(statement))
  return {
    query,
    transaction: (work) => alone(() => transaction(thread, work)),
    ready: async () => void (await query(sql`SELECT 1`)),
    close: () =>
      alone(async () => {
        await thread.close()
        await lock.release()
      }),
  }
}

async function transaction<Result>(
  thread: Thread,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  await thread.script('BEGIN')
  try {
    const result = await work(thread)
    await thread.script('COMMIT')
    return result
  } catch (error) {
    await thread.script('ROLLBACK')
    throw error
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
