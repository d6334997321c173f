/** Opens metadata from one URL: `pglite:./data/meta` in process, `postgres://user:password@host/database` on a server. */
import { resolve } from 'node:path'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'

/** Resolves once the schema is up to date. Rejects with what was expected when the URL is of neither kind. */
export async function openMetadata(url: string): Promise<Database> {
  const database = await connect(url)
  try {
    await migrate(database)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function connect(url: string): Promise<Database> {
  if (url.startsWith('pglite:')) {
    const { openPglite } = await import('./pglite.ts')
    return openPglite(resolve(url.slice('pglite:'.length)))
  }
  if (/^postgres(?:ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(url)
  }
  throw new Error('a metadata URL is pglite:PATH or postgres://HOST/DATABASE, not the one given')
}
