/** A whole Firefly keeps events for as long as their project wants: what is older is taken out, once, and not taken in any more. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openStore } from '@firefly/clickhouse/open'
import { openEventLog } from '@firefly/event-log/open'
import { openMetadata } from '@firefly/metadata/open'
import { afterAll, expect, test } from 'vitest'
import { readStandaloneConfig } from '../config.ts'
import { type Standalone, startStandalone } from '../standalone.ts'

const data = mkdtempSync(`${tmpdir()}/firefly-keeping-`)
let running: Standalone | undefined
afterAll(async () => {
  await running?.lifecycle.stop()
  rmSync(data, { recursive: true, force: true })
})

async function start(): Promise<Standalone> {
  const config = readStandaloneConfig({ FIREFLY_PORT: '0', FIREFLY_DATA: data, FIREFLY_LOG_LEVEL: 'silent' })
  const sweeping = { everyMs: 100 }
  return startStandalone(config, {
    clock: Date.now,
    openLog: openEventLog,
    openStore,
    openMetadata,
    sweeping,
  })
}

/** The shape of an answer is the caller's to say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- no argument tells it.
async function call<Body = Record<string, unknown>>(
  path: string,
  method = 'GET',
  body?: object,
): Promise<Body> {
  const { url = '', keys } = running ?? {}
  const headers = {
    authorization: `Bearer ${keys?.secretKey}`,
    ...(body && { 'content-type': 'application/json' }),
  }
  const answer = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as Body
}

const DAY = 86_400_000
const patient = { timeout: 100_000, interval: 100 }
/** A busy machine may be told to come back; nothing was taken then. */
async function send(...ages: number[]): Promise<void> {
  const batch = ages.map((days) => ({
    type: 'track',
    event: 'Seen',
    userId: `u-${days}`,
    messageId: `m-${days}`,
    timestamp: new Date(Date.now() - days * DAY).toISOString(),
  }))
  const accepted = async () => (await call<{ accepted?: number }>('/v1/import', 'POST', { batch })).accepted
  await expect.poll(accepted, patient).toBe(ages.length)
}
const status = (): Promise<{ stored: number; expired: number; lagEvents: number }> => call('/v1/status')
async function counted(): Promise<[events: number | undefined, people: number | undefined]> {
  const series = [{ event: 'Seen' }, { event: 'Seen', math: 'unique_users' }]
  const asked = { kind: 'trend', from: '2020-01-01', to: '2040-01-01', interval: 'month', series }
  const { result } = await call<{ result: { series: { total: number }[] } }>('/v1/query', 'POST', asked)
  return [result.series[0]?.total, result.series[1]?.total]
}
const sweeps = async () =>
  (await call<{ deeds: { who: string; detail: object }[] }>('/v1/audit-trail?what=retain')).deeds

test('what is older than the retention goes and does not come back; a project without one keeps all', async () => {
  running = await start()
  await send(400, 100, 3, 1)
  await expect.poll(async () => (await status()).stored, patient).toBe(4)
  await expect.poll(counted, patient).toEqual([4, 4])

  const refused = await call<{ issues: unknown[] }>('/v1/projects/default', 'PATCH', {
    settings: { retentionDays: 0 },
  })
  expect(refused.issues).toMatchObject([{ path: 'settings.retentionDays' }])
  await call('/v1/projects/default', 'PATCH', { settings: { retentionDays: 30 } })
  await expect.poll(counted, patient).toEqual([2, 2])
  await expect.poll(async () => (await sweeps()).length, patient).toBe(1)
  expect(await sweeps()).toMatchObject([{ who: 'firefly', detail: { events: 2 } }])

  await send(200, 2)
  await expect.poll(async () => (await status()).lagEvents, patient).toBe(0)
  await expect.poll(async () => (await status()).expired, patient).toBe(1)
  expect(await counted()).toEqual([3, 3])
  expect(await call('/v1/audit')).toMatchObject({ clean: true, lost: 0, rollups: [] })
  const { body } = await fetch(`${running.url}/metrics`).then(async (answer) => ({
    body: await answer.text(),
  }))
  expect(body).toMatch(/firefly_retention_rows_total\{[^}]*table="events"[^}]*\} 2/)
  expect(body).toMatch(/firefly_processor_expired_total 1/)
}, 300_000)
