/** What is counted reaches metadata once, also when metadata was away in between. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createQuotas } from '@firefly/ingest/quota'
import type { IngestEvent } from '@firefly/ingest/telemetry'
import type { Database } from '@firefly/metadata/database'
import { openMetadata } from '@firefly/metadata/open'
import { listRefusals } from '@firefly/metadata/tables/refusals'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shareQuotas } from '../shared-quotas.ts'
import { createLedger } from './ledger.ts'

const folder = mkdtempSync(`${tmpdir()}/firefly-ledger-`)
let database: Database
let isAway = false
const failures: unknown[] = []
const onFailure = (error: unknown): void => void failures.push(error)
beforeAll(async () => {
  const real = await openMetadata(`pglite:${folder}/meta`)
  database = {
    ...real,
    query: (statement) => (isAway ? Promise.reject(new Error('away')) : real.query(statement)),
  }
}, 120_000)
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const rejected = (project: string, events: number, message: string): IngestEvent => ({
  name: 'events_rejected',
  project,
  dialect: 'native',
  code: 'missing_id',
  events,
  message,
})
const NEVER_MS = 3_600_000
const NOON = Date.UTC(2026, 0, 2, 12)

test('what was turned away is added up by day and reason, and kept while metadata is away', async () => {
  let now = NOON
  const ledger = createLedger({ database, clock: () => now, onFailure, everyMs: NEVER_MS })
  ledger.note(rejected('shop', 2, 'first'))
  await ledger.now()
  isAway = true
  now += 1_000
  ledger.note(rejected('shop', 3, 'second'))
  ledger.note(rejected('bank', 1, 'theirs'))
  await ledger.now()
  expect(failures).toHaveLength(1)
  isAway = false
  ledger.note(rejected('shop', 1, 'third'))
  ledger.note({
    name: 'request_refused',
    project: undefined,
    route: '/',
    dialect: 'native',
    code: 'unknown_key',
    message: '',
  })
  await ledger.stop()
  const [line, ...more] = await listRefusals(database, 'shop', '2026-01-01')
  expect(line).toMatchObject({ day: '2026-01-02', count: 6, verdict: 'rejected', message: 'third' })
  expect([line?.firstAt.getTime(), line?.lastAt.getTime(), more.length]).toEqual([NOON, NOON + 1_000, 0])
})

test('characters that a database does not keep hold no line up', async () => {
  const ledger = createLedger({ database, clock: () => NOON, onFailure, everyMs: NEVER_MS })
  const failed = failures.length
  ledger.note(rejected('odd', 1, 'unexpected \0, \ud83d'))
  ledger.note(rejected('odder', 1, 'fine 😀'))
  await ledger.stop()
  const messages = async (project: string): Promise<string[]> =>
    (await listRefusals(database, project, '2026-01-01')).map(({ message }) => message)
  expect([await messages('odd'), await messages('odder')]).toEqual([
    ['unexpected \ufffd, \ufffd'],
    ['fine 😀'],
  ])
  expect(failures).toHaveLength(failed)
})

test('after a month a line is forgotten', async () => {
  let now = NOON
  const ledger = createLedger({ database, clock: () => now, onFailure, everyMs: NEVER_MS })
  ledger.note(rejected('old', 1, ''))
  await ledger.now()
  now += 31 * 24 * 3_600_000
  ledger.note(rejected('new', 1, ''))
  await ledger.stop()
  expect(await listRefusals(database, 'old', '2026-01-01')).toEqual([])
  expect(await listRefusals(database, 'new', '2026-01-01')).toHaveLength(1)
})

test('what a process has spent while metadata was away is told to the others afterwards', async () => {
  const [one, other] = [createQuotas(() => 0), createQuotas(() => 0)]
  const sharing = [one, other].map((quotas) =>
    shareQuotas({ database, quotas, onFailure, everyMs: NEVER_MS }),
  )
  isAway = true
  expect(one.take('metered', 60, 5_000)).toBe(0)
  await sharing[0]?.now()
  expect(other.take('metered', 60, 1)).toBe(0)
  isAway = false
  for (const one of sharing) await one.now()
  expect(other.take('metered', 60, 1)).toBeGreaterThan(0)
  await Promise.all(sharing.map((one) => one.stop()))
})
