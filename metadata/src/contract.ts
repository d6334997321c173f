/** The promises metadata keeps wherever it lives, run against each adapter by its own `*.contract.ts`. */
import { afterAll, beforeAll, describe } from 'vitest'
import { askingContract } from './testing/promises/asking.ts'
import { collectingContract } from './testing/promises/collecting.ts'
import { engineContract } from './testing/promises/engine.ts'
import { governanceContract } from './testing/promises/governance.ts'
import { migrationContract } from './testing/promises/migrations.ts'
import { projectContract } from './testing/promises/projects.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'

/** `open` gives an empty database, not migrated. */
export function metadataContract(adapter: string, open: () => Promise<Database>): void {
  describe(`${adapter} metadata`, () => {
    let db: Database
    let applied: string[][]
    beforeAll(async () => {
      db = await open()
      // Two processes that start at once.
      applied = await Promise.all([migrate(db), migrate(db)])
    })
    afterAll(() => db.close())
    const given = (): Database => db

    migrationContract(() => ({ db, applied }))
    engineContract(given)
    projectContract(given)
    governanceContract(given)
    collectingContract(given)
    askingContract(given)
  })
}
