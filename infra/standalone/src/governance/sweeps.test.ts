/** A sweep that fails is done again soon, then later and later, and keeps nobody else's waiting. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openMetadata } from '@firefly/metadata/open'
import { createProject } from '@firefly/metadata/tables/projects'
import type { Database } from '@firefly/metadata/database'
import { claimSweep, findSweep } from '@firefly/metadata/tables/sweeps'
import type { Purge } from '@firefly/clickhouse/purge'
import type { Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptSince } from '@firefly/protocol/retention'
import { startSweeps } from './sweeps.ts'
import { LEASE_MS } from './unfinished.ts'

const folder = mkdtempSync(`${tmpdir()}/firefly-sweeps-`)
let database: Database
beforeAll(async () => {
  database = await openMetadata(`pglite:${folder}`)
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** An engine without rows that cannot be asked about one project. */
const storeWithout = (broken: { project: string | undefined }): Store =>
  ({
    query: async ({ params }: Statement) => {
      if (broken.project !== undefined && Object.values(params).includes(broken.project))
        throw new Error(`no answer about ${broken.project}`)
      return { rows: [], rowsRead: 0, elapsedMs: 0 }
    },
  }) as unknown as Store
const purge = { months: async () => [], localOf: (table: string) => table } as unknown as Purge

test('who is at a sweep keeps it, however long it takes; of whoever ended, another one takes it over within minutes', async () => {
  let now = Date.UTC(2026, 5, 1, 1)
  for (const id of ['long', 'left'])
    await createProject(database, { id, name: id, timezone: 'UTC', settings: { retentionDays: 30 } })
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const asked: string[] = []
  const begin = (who: string): { stop: () => Promise<void> } =>
    startSweeps({
      store: {
        query: async ({ params }: Statement) => {
          const [project] = ['long', 'left'].filter((id) => Object.values(params).includes(id))
          if (project) asked.push(`${who} ${project}`)
          if (project === 'long') await released
          return { rows: [], rowsRead: 0, elapsedMs: 0 }
        },
      } as unknown as Store,
      purge,
      database,
      clock: () => now,
      onSwept: () => undefined,
      onFailure: () => undefined,
      everyMs: 1,
      renewMs: 1,
    })
  const since = new Date(keptSince(30, now) ?? 0)
  // As of a process that was killed at it.
  const killed = { project: 'left', since, now: new Date(now), until: new Date(now + LEASE_MS) }
  expect(await claimSweep(database, killed)).toBe(true)
  const patient = { timeout: 60_000, interval: 2 }
  const one = begin('one')
  await expect.poll(() => asked, patient).toContain('one long')
  const other = begin('other')
  for (let minute = 0; minute < 20; minute++) {
    now += 60_000
    const until = async () => (await findSweep(database, 'long'))?.claimedUntil
    await expect.poll(until, patient).toEqual(new Date(now + LEASE_MS))
  }
  await expect.poll(() => asked, patient).toContain('other left')
  expect(asked).not.toContain('other long')
  release()
  await Promise.all([one.stop(), other.stop()])
})

test('a sweep that fails is tried again after a minute, two, four …, and is done in the end; another one is done at once', async () => {
  for (const id of ['broken', 'whole'])
    await createProject(database, { id, name: id, timezone: 'UTC', settings: { retentionDays: 30 } })
  const broken: { project: string | undefined } = { project: 'broken' }
  // Each look at the clock is a second.
  let now = Date.UTC(2026, 5, 1, 1)
  const failedAt: number[] = []
  const sweeps = startSweeps({
    store: storeWithout(broken),
    purge,
    database,
    clock: () => (now += 1_000),
    onSwept: () => undefined,
    onFailure: () => void failedAt.push(now),
    everyMs: 1,
  })
  const patient = { timeout: 60_000, interval: 5 }
  const finished = async (project: string) => (await findSweep(database, project))?.finishedAt ?? undefined
  await expect.poll(() => failedAt.length, patient).toBeGreaterThan(3)
  expect(await finished('whole')).toBeInstanceOf(Date)
  expect(await finished('broken')).toBeUndefined()
  const waited = failedAt.slice(1, 4).map((at, before) => at - (failedAt[before] as number))
  for (const [times, ms] of waited.entries()) {
    expect(ms).toBeGreaterThanOrEqual(60_000 * 2 ** times)
    expect(ms).toBeLessThan(60_000 * 2 ** times + 60_000)
  }
  broken.project = undefined
  await expect.poll(() => finished('broken'), patient).toBeInstanceOf(Date)
  await sweeps.stop()
})
