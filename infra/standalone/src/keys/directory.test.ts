/** The directory in memory: follows metadata, outlives its absence, and starts without it. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Database } from '@firefly/metadata/database'
import { openMetadata } from '@firefly/metadata/open'
import { createKey, makeToken, revokeKey } from '@firefly/metadata/tables/keys'
import { createProject } from '@firefly/metadata/tables/projects'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type LiveDirectory, openDirectory } from './directory.ts'
import { loadKeys } from './first.ts'
import { lastKnownIn } from '../last-known.ts'

const folder = mkdtempSync(`${tmpdir()}/firefly-directory-`)
let database: Database
beforeAll(async () => {
  database = await openMetadata(`pglite:${folder}/meta`)
  await createProject(database, { id: 'shop', name: 'Shop', timezone: 'UTC', settings: {} })
}, 120_000)
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const away: Database = {
  query: () => Promise.reject(new Error('away')),
  transaction: () => Promise.reject(new Error('away')),
  ready: () => Promise.reject(new Error('away')),
  close: () => Promise.resolve(),
}
const failures: unknown[] = []
const open = async (on: Database, file = 'directory.json'): Promise<LiveDirectory> =>
  openDirectory({
    database: on,
    first: await loadKeys(folder, {}),
    lastKnown: lastKnownIn(`${folder}/${file}`, (error) => failures.push(error)),
    onFailure: (error) => failures.push(error),
    refreshMs: 10,
  })

test('a key works soon after it was made anywhere, and no longer soon after it was revoked', async () => {
  const directory = await open(database)
  const token = makeToken('read')
  const made = await createKey(database, { project: 'shop', kind: 'read', token, maySee: 3 })
  const grant = { project: 'shop', kind: 'read', key: made?.id, maySee: 3 }
  await vi.waitFor(() => expect(directory.find(token)).toEqual(grant), 20_000)
  await revokeKey(database, 'shop', made?.id ?? '')
  await vi.waitFor(() => expect(directory.find(token)).toBeUndefined(), 20_000)
  await directory.stop()
})

test('whoever asks to read anew sees what was changed before', async () => {
  const directory = await openDirectory({
    database,
    first: await loadKeys(folder, {}),
    lastKnown: lastKnownIn(`${folder}/asked.json`, (error) => failures.push(error)),
    onFailure: (error) => failures.push(error),
    refreshMs: 3_600_000,
  })
  const token = makeToken('write')
  await createKey(database, { project: 'shop', kind: 'write', token })
  await directory.refresh()
  expect(directory.find(token)).toMatchObject({ kind: 'write' })
  await directory.stop()
})

test('a start without metadata knows every key that was last known, and none that was revoked', async () => {
  const [kept, revoked] = [makeToken('write'), makeToken('write')]
  await createKey(database, { project: 'shop', kind: 'write', token: kept })
  const made = await createKey(database, { project: 'shop', kind: 'write', token: revoked })
  await revokeKey(database, 'shop', made?.id ?? '')
  const before = await open(database)
  await before.refresh()
  await before.stop()
  expect(statSync(`${folder}/directory.json`).mode & 0o777).toBe(0o600)

  const after = await open(away)
  await after.refresh()
  expect(after.find(kept)).toMatchObject({ project: 'shop', kind: 'write' })
  expect(after.find(revoked)).toBeUndefined()
  expect(after.find((await loadKeys(folder, {})).secretKey)).toMatchObject({ kind: 'secret' })
  await after.stop()
})

test('two processes on one folder agree though only one of them holds metadata', async () => {
  const [holder, other] = [await open(database), await open(away)]
  const token = makeToken('read')
  await createKey(database, { project: 'shop', kind: 'read', token })
  await vi.waitFor(() => expect(other.find(token)).toMatchObject({ kind: 'read' }), 20_000)
  await Promise.all([holder.stop(), other.stop()])
})

test('a last-known file that is damaged is reported, and the first keys still work', async () => {
  writeFileSync(`${folder}/damaged.json`, '{"version":')
  failures.length = 0
  const directory = await open(away, 'damaged.json')
  expect(directory.find((await loadKeys(folder, {})).writeKey)).toMatchObject({ kind: 'write' })
  expect(failures.some((error) => error instanceof SyntaxError)).toBe(true)
  await directory.stop()
})
