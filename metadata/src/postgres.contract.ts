/** A real PostgreSQL keeps the promises of metadata; without one the tier says that it did not run. */
import { afterAll, describe, expect, test } from 'vitest'
import { metadataContract } from './contract.ts'
import { openPostgres } from './postgres.ts'
import { sql } from './sql.ts'
import { findPostgres, startPostgres } from './testing/postgres.ts'

const found = findPostgres()
if ('missing' in found) {
  console.warn(`NOT RUN: metadata on PostgreSQL: ${found.missing}`)
  test.skip(`metadata on PostgreSQL: ${found.missing}`, () => {})
} else {
  const cluster = startPostgres(found.bin)
  afterAll(() => cluster.stop())
  metadataContract('postgres', async () => openPostgres(cluster.url))

  describe('postgres metadata', () => {
    test('a server that went away is told as unavailable, and used again when it is back', async () => {
      const db = openPostgres(cluster.url)
      await db.ready()
      cluster.crash()
      await expect(db.query(sql`SELECT 1`)).rejects.toMatchObject({ trouble: 'unavailable' })
      cluster.start()
      await db.ready()
      await db.close()
    })
  })
}
