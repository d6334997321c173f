/** Projects and keys, and the directory that every process reads them from. */
import { expect, test } from 'vitest'
import type { Database } from '../../database.ts'
import { sql } from '../../sql.ts'
import { directoryVersion, readDirectory } from '../../tables/directory.ts'
import { createKey, hashOf, listKeys, makeToken, revokeKey } from '../../tables/keys.ts'
import { changeProject, listProjects } from '../../tables/projects.ts'
import { makeProject } from './given.ts'

export function projectContract(given: () => Database): void {
  test('a project is made once, found, changed in part, and listed', async () => {
    const db = given()
    expect(await makeProject(db, 'shop')).toMatchObject({ id: 'shop', settings: { quota: 1 } })
    expect(await makeProject(db, 'shop')).toBeUndefined()
    expect(await changeProject(db, 'shop', { name: 'Our shop' })).toMatchObject({
      name: 'Our shop',
      timezone: 'Asia/Shanghai',
      settings: { quota: 1 },
    })
    expect(await changeProject(db, 'shop', { settings: {} })).toMatchObject({ settings: {} })
    expect(await changeProject(db, 'shop', { timezone: null })).toMatchObject({ timezone: null })
    expect(await changeProject(db, 'nobody', { name: 'x' })).toBeUndefined()
    expect((await listProjects(db)).map(({ id }) => id)).toContain('shop')
  })

  test('a key is kept as a hash alone, and revoked once', async () => {
    const db = given()
    await makeProject(db, 'keyed')
    const token = makeToken('secret')
    const made = await createKey(db, { project: 'keyed', kind: 'secret', token, label: 'Ana' })
    expect(made).toMatchObject({ kind: 'secret', label: 'Ana', maySee: 5, revokedAt: null })
    expect(await createKey(db, { project: 'keyed', kind: 'read', token })).toBeUndefined()
    const kept = JSON.stringify(await db.query(sql`SELECT * FROM keys WHERE project = 'keyed'`))
    expect(kept).toContain(hashOf(token))
    expect(kept).not.toContain(token)

    expect(await revokeKey(db, 'other', made?.id ?? '')).toBeUndefined()
    const revoked = await revokeKey(db, 'keyed', made?.id ?? '')
    expect(revoked?.revokedAt).toBeInstanceOf(Date)
    expect(await revokeKey(db, 'keyed', made?.id ?? '')).toEqual(revoked)
    expect(await listKeys(db, 'keyed')).toEqual([revoked])
  })

  test('a key may be revoked in a while: it works until then, and sooner when that is asked later', async () => {
    const db = given()
    await makeProject(db, 'waning')
    const made = await createKey(db, { project: 'waning', kind: 'write', token: makeToken('write') })
    const ahead = await revokeKey(db, 'waning', made?.id ?? '', 3_600)
    const until = ahead?.revokedAt?.getTime() ?? 0
    const living = (await readDirectory(db)).keys.filter((key) => key.project === 'waning')
    expect(living).toHaveLength(1)
    // One is told in microseconds, the other in whole milliseconds.
    expect(Math.abs((living[0]?.until ?? 0) - until)).toBeLessThan(2)
    expect(until).toBeGreaterThan(Date.now() + 3_000_000)
    expect((await revokeKey(db, 'waning', made?.id ?? '', 7_200))?.revokedAt?.getTime()).toBe(until)
    await revokeKey(db, 'waning', made?.id ?? '')
    expect((await readDirectory(db)).keys.filter((key) => key.project === 'waning')).toEqual([])
  })

  test('the directory has every living key, and its version moves with every change', async () => {
    const db = given()
    await makeProject(db, 'listed')
    const tokens = [makeToken('write'), makeToken('read')]
    const [write, read] = await Promise.all([
      createKey(db, { project: 'listed', kind: 'write', token: tokens[0] ?? '' }),
      createKey(db, {
        project: 'listed',
        kind: 'read',
        token: tokens[1] ?? '',
        maySee: 2,
        debug: 'dry-run',
      }),
    ])
    const before = await readDirectory(db)
    await revokeKey(db, 'listed', write?.id ?? '')
    const after = await readDirectory(db)
    expect(after.version).toBeGreaterThan(before.version)
    expect(await directoryVersion(db)).toBe(after.version)
    expect(after.keys.filter((key) => key.project === 'listed')).toEqual([
      {
        id: read?.id,
        hash: hashOf(tokens[1] ?? ''),
        project: 'listed',
        kind: 'read',
        maySee: 2,
        debug: 'dry-run',
        until: null,
      },
    ])
    expect(after.revoked).toContain(hashOf(tokens[0] ?? ''))
  })
}
