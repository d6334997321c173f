/** Privacy as its officers see it: keys of two levels, a person's data as a file, a person erased, and the trail of all of it. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bearer, drained, post, request, sendBatch } from './client.ts'
import { launch, type Running } from './launch.ts'

const PLAN = {
  unplanned: 'allow',
  events: { Paid: { properties: { phone: { sensitivity: 4 }, total: { sensitivity: 3 } } } },
}
const PHONE = '13912345678'

let server: Running
let low: string
beforeAll(async () => {
  server = await launch()
  const secret = { ...bearer(server.secretKey), 'content-type': 'application/json' }
  const put = { method: 'PUT', headers: secret, body: JSON.stringify(PLAN) }
  // Metadata opens beside.
  const planned = async (): Promise<boolean> => (await request(`${server.url}/v1/plan`, put)).status === 200
  await vi.waitUntil(planned, { timeout: 60_000, interval: 200 })
  const batch = [
    { type: 'identify', userId: 'u-42', anonymousId: 'd-42', traits: { phone: PHONE } },
    { type: 'track', event: 'Paid', userId: 'u-42', properties: { phone: PHONE, total: 12 } },
    { type: 'track', event: 'Paid', userId: 'u-43', properties: { phone: '13700000000', total: 5 } },
  ]
  // A busy machine may be told to come back.
  const isTaken = async (): Promise<boolean> => (await sendBatch(server, batch)).status === 200
  await vi.waitUntil(isTaken, { timeout: 60_000, interval: 500 })
  await drained(server, 3)
  const key = { kind: 'read', maySee: 2 }
  const made = await post<{ token: string }>(
    server,
    '/v1/projects/default/keys',
    key,
    bearer(server.secretKey),
  )
  low = made.body.token
})
afterAll(() => server.stop())

const run = (program: string, ...args: string[]) => {
  const file = fileURLToPath(new URL(`../../upkeep/dist/${program}.js`, import.meta.url))
  const env = { ...process.env, FIREFLY_DATA: server.data }
  const all = [file, ...args, '--host', server.url]
  return spawnSync(process.execPath, all, { env, encoding: 'utf8' })
}
const byPhone = {
  kind: 'trend',
  from: '2020-01-01',
  to: '2040-01-01',
  interval: 'month',
  series: [{ event: 'Paid' }],
}
const groups = async (key: string): Promise<unknown[]> => {
  const asked = { ...byPhone, breakdown: { property: 'phone' } }
  const { body } = await post<{ result: { series: { breakdown: unknown }[] } }>(
    server,
    '/v1/query',
    asked,
    bearer(key),
  )
  return body.result.series.map(({ breakdown }) => breakdown)
}

test('a key of a low level sees masks where another sees values, and can ask nothing that would tell them', async () => {
  expect(new Set(await groups(server.secretKey))).toEqual(new Set(['13700000000', PHONE]))
  expect(await groups(low)).toEqual(['••••'])
  const guess = { ...byPhone, filters: [{ property: 'phone', operator: 'eq', value: PHONE }] }
  expect(await post(server, '/v1/query', guess, bearer(low))).toMatchObject({
    status: 403,
    body: {
      issues: [{ path: 'filters.0.property', message: expect.stringContaining('of level 4') as string }],
    },
  })
  const profile = await request(`${server.url}/v1/users/u-42`, { headers: bearer(low) })
  expect(profile.body['traits']).toEqual({ phone: '••••' })
})

test('by command: what is kept of a person as a file, then the person erased; each is in the trail', async () => {
  const out = `${server.data}/person.ndjson`
  const exported = run('export-person', 'd-42', '--out', out)
  expect([exported.status, exported.stderr]).toEqual([0, expect.stringContaining('lines in') as string])
  const kinds = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
  expect(new Set(kinds)).toEqual(new Set(['head', 'id', 'link', 'change', 'profile', 'event', 'end']))
  expect(run('export-person', 'd-42', '--out', out)).toMatchObject({ status: 2 })

  expect(run('erase', 'u-42')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--yes') as string,
  })
  const erased = run('erase', 'u-42', '--yes', '--no-wait')
  expect([erased.status, erased.stdout]).toEqual([0, expect.stringMatching(/events +2/) as string])
  expect(run('export-person', 'u-42')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('404') as string,
  })
  expect(run('erase', '--list').stdout).toContain('Erasure')

  const trail = run('main', 'trail').stdout
  for (const deed of ['plan.change', 'key.create', 'query', 'person.export', 'erase'])
    expect(trail).toContain(`  ${deed}  `)
  expect(trail).not.toContain('u-42')
})
