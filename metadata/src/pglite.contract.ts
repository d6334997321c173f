/** PGlite keeps the promises of metadata. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { metadataContract } from './contract.ts'
import { openPglite } from './pglite.ts'
import { sql } from './sql.ts'

const folder = mkdtempSync(`${tmpdir()}/firefly-pglite-`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

metadataContract('pglite', () => openPglite(`${folder}/contract`))

test('one process holds a folder at a time, and the next gets it as it was left', async () => {
  const path = `${folder}/held`
  const first = await openPglite(path)
  await first.query(sql`CREATE TABLE kept (n int)`)
  await expect(openPglite(path)).rejects.toMatchObject({ trouble: 'unavailable' })
  await first.close()
  const second = await openPglite(path)
  expect(await second.query(sql`SELECT * FROM kept`)).toEqual([])
  await second.close()
})

test('the lock of a dead process, and what it left of an unfinished folder, are no hindrance', async () => {
  const path = `${folder}/dead`
  mkdirSync(`${path}.new`)
  writeFileSync(`${path}.new/PG_VERSION`, '18')
  writeFileSync(`${path}.lock`, `somehost 4194304999 1`)
  const db = await openPglite(path)
  await db.ready()
  await db.close()
})

test('whoever answers requests does not wait for the engine: a long statement leaves the event loop free', async () => {
  const db = await openPglite(`${folder}/free`)
  let turns = 0
  const turning = setInterval(() => turns++, 1)
  const counted = await db.query(sql`SELECT count(*) AS n FROM generate_series(1, 3000000)`)
  clearInterval(turning)
  expect(counted).toEqual([{ n: 3_000_000 }])
  expect(turns).toBeGreaterThan(10)
  await db.close()
})
