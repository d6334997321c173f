/** Migrations are applied once, by whoever comes first, and never changed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import type { Database } from '../../database.ts'
import { migrate, readMigrations } from '../../migrate.ts'
import { sql } from '../../sql.ts'

/** `applied`: what each of two that started at once has applied. */
export function migrationContract(given: () => { db: Database; applied: readonly string[][] }): void {
  test('migrating twice, or at once from two sides, changes nothing', async () => {
    const { db, applied } = given()
    const all = (await readMigrations()).map(({ name }) => name)
    expect(applied.flat().toSorted()).toEqual(all)
    expect(await migrate(db)).toEqual([])
  })

  test('a migration that was changed after it was applied is told by name, and nothing is applied', async () => {
    const { db } = given()
    const folder = mkdtempSync(`${tmpdir()}/firefly-migrations-`)
    const [first] = await readMigrations()
    writeFileSync(`${folder}/${first?.name}`, `${first?.text} `)
    writeFileSync(`${folder}/9999-new.sql`, 'CREATE TABLE never (a int);')
    await expect(migrate(db, folder)).rejects.toThrow(first?.name)
    await expect(db.query(sql`SELECT 1 FROM never`)).rejects.toMatchObject({ code: '42P01' })
    rmSync(folder, { recursive: true })
  })
}
