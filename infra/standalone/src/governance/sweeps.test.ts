/** A sweep that fails is done again soon, then later and later, and keeps nobody else's waiting. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openMetadata } from '@firefly/metadata/open'
import { createProject } from '@firefly/metadata/tables/projects'
import type { Database } from '@firefly/metadata/database'
import { findSweep } from '@firefly/metadata/tables/sweeps'
import type { Purge } from '@firefly/clickhouse/purge'
import type { Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSweeps } from './sweeps.ts'

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
