/** chDB keeps the promises of every store, and one of its own folder. */
import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMending } from './chdb-mend.ts'
import { storeContract } from './contract.ts'
import { refuseOld, UNKNOWN_SETTING } from './age.ts'
import { MIGRATIONS_FOLDER, migrate, readMigrations } from './migrate.ts'
import { openStore } from './open.ts'
import type { Store } from './store.ts'

const newFolder = (): string => mkdtempSync(`${tmpdir()}/firefly-chdb-`)

storeContract('chdb', () => openStore(`chdb:${newFolder()}`))

test('a process that dies between any two statements of a migration leaves what the next one can end', {
  timeout: 120_000,
}, async () => {
  const folder = newFolder()
  await withStore(folder, async (store) => {
    let [cuts, applied, most] = [0, 0, 1]
    for (; !(await migratesWithin(store, most)); cuts++) {
      const known = (await rows(store, 'SELECT number FROM migrations')).length
      // As the oldest release has left it.
      if (applied === 0 && known > 0) await threeStored(store)
      most = known > applied ? 1 : most + 1
      applied = known
    }
    expect(cuts).toBeGreaterThan((await readMigrations(MIGRATIONS_FOLDER)).length)
    const sums = await rows(
      store,
      `SELECT toUInt32(sum(events)) AS events, (SELECT toUInt32(sum(events)) FROM arrivals) AS arrivals,
        (SELECT toUInt32(sum(count)) FROM catalogue_events) AS catalogue FROM event_counts`,
    )
    expect(sums).toEqual([{ events: 3, arrivals: 3, catalogue: 3 }])
  })
  rmSync(folder, { recursive: true })
})

test('a merge that was never written costs no row: its table is read in anew', {
  timeout: 60_000,
}, async () => {
  const folder = newFolder()
  const events: unknown[] = []
  await withStore(folder, async (store) => {
    await migrate(store)
    await threeMerged(store)
    await lookAt(store, events)
    expect(events).toEqual([])
    for (const path of await merged(store)) await empty(path)
    await expect(ids(store)).rejects.toThrow()
    await lookAt(store, events)
    expect(events).toEqual([{ name: 'mended', table: 'events', parts: 1 }])
    expect(await ids(store)).toEqual(['01', '02', '03'])
    await lookAt(store, events)
    expect(events.length).toBe(1)
  })
  rmSync(folder, { recursive: true })
})

test('nor does a merge that lacks a few bytes of one column', { timeout: 60_000 }, async () => {
  const folder = newFolder()
  const events: unknown[] = []
  await withStore(folder, async (store) => {
    await migrate(store)
    await command(
      store,
      'ALTER TABLE events MODIFY SETTING min_rows_for_wide_part = 1, min_bytes_for_wide_part = 1',
    )
    await threeMerged(store)
    for (const path of await merged(store)) await shorten(join(path, 'message_id.bin'))
    await expect(ids(store)).rejects.toThrow()
    await lookAt(store, events)
    expect(events).toEqual([{ name: 'mended', table: 'events', parts: 1 }])
    expect(await ids(store)).toEqual(['01', '02', '03'])
  })
  rmSync(folder, { recursive: true })
})

test('an insert that was never written leaves a table that can be read', { timeout: 60_000 }, async () => {
  const folder = newFolder()
  await withStore(folder, async (store) => {
    await migrate(store)
    await insertOf(store, '01')
    for (const { path } of await rows(
      store,
      `SELECT path FROM system.parts WHERE table = 'events' AND active`,
    ))
      await empty(String(path))
    await insertOf(store, '02')
    await lookAt(store, [])
    expect(await ids(store)).toEqual(['02'])
  })
  rmSync(folder, { recursive: true })
})

test('nor after a start', { timeout: 60_000 }, async () => {
  const folder = newFolder()
  const paths = await withStore(folder, async (store) => {
    await migrate(store)
    await threeMerged(store)
    return merged(store)
  })
  for (const path of paths) await empty(path)
  expect(await withStore(folder, ids)).toEqual(['01', '02', '03'])
  rmSync(folder, { recursive: true })
})

test('the engine is new enough, and tells a setting it does not know as older servers do', async () => {
  const folder = newFolder()
  await withStore(folder, async (store) => {
    await refuseOld(store)
    const unknown = store.command('SELECT 1 SETTINGS query_plan_of_nobody = 1')
    await expect(unknown).rejects.toMatchObject({ code: UNKNOWN_SETTING })
  })
  rmSync(folder, { recursive: true })
})

test('every table keeps what a merge has replaced for a while', async () => {
  const folder = newFolder()
  const hasty = await withStore(folder, async (store) => {
    await migrate(store)
    return rows(
      store,
      `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != 'migrations'
       AND NOT create_table_query LIKE '%old_parts_lifetime = 480%'`,
    )
  })
  expect(hasty).toEqual([])
  rmSync(folder, { recursive: true })
})

async function withStore<Found>(folder: string, use: (store: Store) => Promise<Found>): Promise<Found> {
  const store = await openStore(`chdb:${folder}`)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

async function lookAt(store: Store, events: unknown[]): Promise<void> {
  const mending = startMending({
    query: (one) => store.query(one),
    alone: (work) => work((one) => store.command(one)),
    onEvent: (event) => void events.push(event),
  })
  await mending.look()
  await mending.stop()
}

const insertOf = (store: Store, day: string): Promise<void> =>
  command(
    store,
    `INSERT INTO events (project, event, time, message_id) VALUES ('p', 'e', '2026-01-${day}', '${day}')`,
  )

/** Whether `most` statements are enough; the process dies when it is about to run one more. */
async function migratesWithin(store: Store, most: number): Promise<boolean> {
  let left = most
  const died = new Error('it died')
  const command: Store['command'] = (text) => (left-- > 0 ? store.command(text) : Promise.reject(died))
  try {
    await migrate({ ...store, command }, { othersMs: 0 })
    return true
  } catch (error) {
    if (error !== died) throw error
    return false
  }
}

async function threeStored(store: Store): Promise<void> {
  for (const day of ['01', '02', '03']) await insertOf(store, day)
}

async function threeMerged(store: Store): Promise<void> {
  await threeStored(store)
  await command(store, 'OPTIMIZE TABLE events FINAL')
}

async function merged(store: Store): Promise<string[]> {
  const found = await rows(
    store,
    `SELECT path FROM system.parts WHERE table = 'events' AND active AND level > 0`,
  )
  expect(found.length).toBe(1)
  return found.map(({ path }) => String(path))
}

const ids = async (store: Store): Promise<unknown[]> =>
  (await rows(store, 'SELECT message_id FROM events ORDER BY message_id')).map(({ message_id }) => message_id)

const command = (store: Store, text: string): Promise<void> => store.command({ sql: text, params: {} })

const rows = async (store: Store, text: string): Promise<Record<string, unknown>[]> =>
  (await store.query<Record<string, unknown>>({ sql: text, params: {} })).rows

async function shorten(file: string): Promise<void> {
  truncateSync(file, (await stat(file)).size - 5)
}

/** As a disk without room leaves it: every file there, and nothing in it. */
async function empty(part: string): Promise<void> {
  for (const file of await readdir(part)) truncateSync(join(part, file), 0)
}
