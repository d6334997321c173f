/** A person is erased from a whole Firefly on its real engines: from sight at once, then from every file, and for good. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '@firefly/clickhouse/open'
import type { Store } from '@firefly/clickhouse/store'
import { PERSONAL_TABLES } from '@firefly/clickhouse/tables/personal'
import { openEventLog } from '@firefly/event-log/open'
import { openMetadata } from '@firefly/metadata/open'
import { afterAll, expect, test } from 'vitest'
import { readStandaloneConfig } from '../config.ts'
import { type Standalone, startStandalone } from '../standalone.ts'

const data = mkdtempSync(`${tmpdir()}/firefly-erasure-`)
let running: Standalone | undefined
let store: Store
afterAll(async () => {
  await running?.lifecycle.stop()
  rmSync(data, { recursive: true, force: true })
})

async function start(keepSeconds: number): Promise<Standalone> {
  const config = readStandaloneConfig({ FIREFLY_PORT: '0', FIREFLY_DATA: data, FIREFLY_LOG_LEVEL: 'silent' })
  running = await startStandalone(config, {
    clock: Date.now,
    openLog: openEventLog,
    openStore: async (...given) => (store = await openStore(...given)),
    openMetadata,
    purging: { keepSeconds, lookMs: 20 },
  })
  return running
}

/** The shape of an answer is the caller's to say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- no argument tells it.
async function call<Body = Record<string, unknown>>(
  path: string,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<{ status: number; body: Body }> {
  if (!running) throw new Error('it is not running')
  const answer = await fetch(`${running.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${running.keys.secretKey}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (const limit = Date.now() + 400_000; !(await isSo()); await sleep(100))
    if (Date.now() > limit) throw new Error('waited for too long')
}
const drained = (least: number): Promise<void> =>
  until(async () => {
    const { body } = await call<{ lagEvents: number; processed: number }>('/v1/status')
    return body.lagEvents === 0 && body.processed >= least
  })

/** Files with such bytes in them, in the folder of everything. */
const filesWith = (marker: string): string[] =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((file) => {
      try {
        return readFileSync(file).includes(marker)
      } catch (error) {
        // The store puts its files elsewhere while they are looked at.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
        throw error
      }
    })

/** Whatever the store compresses cannot be found by looking at its bytes. */
async function storePlainly(): Promise<void> {
  const plain = ['user_id', 'anonymous_id', 'session_id', 'url', 'pathname', 'title']
  const columns = plain.map((column) => `MODIFY COLUMN ${column} String CODEC(NONE)`)
  const properties = 'MODIFY COLUMN properties Map(LowCardinality(String), String) CODEC(NONE)'
  await store.command(`ALTER TABLE events ${[...columns, properties].join(', ')}`)
  await store.command('ALTER TABLE quarantine MODIFY COLUMN record String CODEC(NONE)')
  await store.command(
    'ALTER TABLE identities MODIFY COLUMN from_id String CODEC(NONE), MODIFY COLUMN to_id String CODEC(NONE)',
  )
  for (const table of [...PERSONAL_TABLES.map((one) => one.table), 'quarantine'])
    await store.command(
      `ALTER TABLE ${table} MODIFY SETTING cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`,
    )
}

const [GONE, STAYS] = ['MARKER-of-who-goes-7f3a', 'MARKER-of-who-stays-19c2']
const asBase64 = (text: string, shift: number): string =>
  Buffer.from(`${'x'.repeat(shift)}${text}`)
    .toString('base64')
    .slice(4, -4)

const life = (marker: string): object[] => {
  const context = { page: { url: `https://a.example/${marker}`, title: marker } }
  const device = { anonymousId: `device-${marker}`, context }
  return [
    { type: 'page', ...device },
    { type: 'identify', ...device, userId: `user-${marker}`, traits: { email: `${marker}@a.example` } },
    {
      type: 'track',
      event: 'Paid',
      ...device,
      userId: `user-${marker}`,
      properties: { total: 1, note: marker },
    },
    { type: 'alias', userId: `account-${marker}`, previousId: `user-${marker}` },
    {
      type: 'track',
      event: 'Paid',
      userId: `account-${marker}`,
      properties: { total: `not a number ${marker}` },
    },
  ]
}
const counted = async (): Promise<[number, number]> => {
  const series = [{ event: '$pageview' }, { math: 'unique_users' }]
  const asked = { kind: 'trend', from: '2020-01-01', to: '2040-01-01', interval: 'month', series }
  const { body } = await call<{ result: { series: { total: number }[] } }>('/v1/query', asked)
  return [body.result.series[0]?.total ?? -1, body.result.series[1]?.total ?? -1]
}

test('a person is gone from sight at once, from every file soon after, and refused from then on', async () => {
  await start(300)
  await storePlainly()
  const plan = {
    mode: 'quarantine',
    unplanned: 'allow',
    events: { Paid: { properties: { total: { type: 'number' } } } },
  }
  expect((await call('/v1/plan', plan, 'PUT')).status).toBe(200)
  await call('/v1/batch', { batch: life(GONE) })
  await call('/v1/batch', {
    batch: [...life(STAYS), { type: 'track', event: 'Mixed', userId: `user-${GONE}` }],
  })
  await drained(11)
  expect(filesWith(GONE).some((file) => file.includes('/log/'))).toBe(true)
  expect(filesWith(GONE).some((file) => file.includes('/store/'))).toBe(true)
  expect(await counted()).toEqual([2, 2])

  // Any id will do.
  const asked = await call<{ id: string; counts: Record<string, number>; subject: string }>('/v1/erasures', {
    distinctId: `device-${GONE}`,
  })
  expect(asked).toMatchObject({
    status: 202,
    body: { state: 'running', counts: { events: 5, quarantine: 1 } },
  })
  expect(await counted()).toEqual([1, 1])
  for (const id of ['device', 'user', 'account'])
    expect((await call(`/v1/users/${id}-${GONE}`)).status).toBe(404)
  expect((await call(`/v1/users/device-${STAYS}`)).body).toMatchObject({ events: 4 })
  expect((await call('/v1/quarantine')).body['quarantined']).toHaveLength(1)
  const { body: catalogue } = await call<{ events: { name: string; count: number }[] }>('/v1/catalog/events')
  expect(new Set(catalogue.events.map(({ name, count }) => `${name} ${count}`))).toEqual(
    new Set(['$alias 1', '$identify 1', '$pageview 1', 'Paid 1']),
  )

  const again = await call('/v1/batch', { batch: life(GONE) })
  expect(again.body).toMatchObject({ accepted: 0, unwanted: { erased_person: 5 } })
  // No stop waits for the disk: it goes on after the restart, and knows what went before.
  expect(await running?.lifecycle.stop()).toBe(0)
  await start(1)
  await until(async () => (await call(`/v1/erasures/${asked.body.id}`)).body['state'] === 'done')
  expect(filesWith(GONE)).toEqual([])
  for (const shift of [0, 1, 2]) expect(filesWith(asBase64(GONE, shift))).toEqual([])
  expect(filesWith(STAYS).length).toBeGreaterThan(0)
  const { body: receipt } = await call(`/v1/erasures/${asked.body.id}`)
  expect(receipt).toMatchObject({ state: 'done', counts: { events: 5, quarantine: 1, log: 2 } })
  expect(JSON.stringify(receipt)).not.toContain(GONE)

  await running?.lifecycle.stop()
  await start(1)
  await call('/v1/batch', { batch: [{ type: 'track', event: 'Back', userId: `account-${GONE}` }] })
  await call('/v1/import', { batch: [{ type: 'track', event: 'Here', userId: `account-${STAYS}` }] })
  await drained(12)
  expect(await counted()).toEqual([1, 1])
  expect((await call('/v1/audit')).body).toMatchObject({ clean: true, lost: 0, duplicated: 0, rollups: [] })
}, 600_000)
