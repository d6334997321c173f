/** The tracking plan as its keepers use it: as a file, against a running Firefly. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bearer, drained, request, sendBatch } from './client.ts'
import { launch, type Running } from './launch.ts'

const PLAN = fileURLToPath(new URL('../../plan/dist/main.js', import.meta.url))
const FIREFLY = fileURLToPath(new URL('../../../firefly', import.meta.url))
const folder = mkdtempSync(`${tmpdir()}/firefly-plan-e2e-`)
const file = `${folder}/plan.yaml`

let server: Running
beforeAll(async () => {
  server = await launch()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const plan = (...args: string[]) => {
  const env = { ...process.env, FIREFLY_SECRET_KEY: server.secretKey }
  return spawnSync(process.execPath, [PLAN, ...args], { env, encoding: 'utf8' })
}
const text = (mode: string): string => `mode: ${mode}
events:
  Paid:
    owner: shop
    properties:
      total: { type: number, required: true }
      phone: { type: string, sensitivity: 5, protect: hash }
`
const paid = (properties: object) => ({ type: 'track', event: 'Paid', userId: 'u', properties })

test('a plan is checked, compared, pushed and pulled by command, and every answer has its exit code', () => {
  writeFileSync(file, text('flag'))
  expect(plan('check', file)).toMatchObject({ status: 0, stdout: expect.stringContaining('1 events') })
  writeFileSync(`${folder}/wrong.yaml`, text('loud'))
  expect(plan('check', `${folder}/wrong.yaml`)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('mode: '),
  })
  expect(plan('diff', file, '--host', server.url)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('! ~ unplanned: "allow" → "report"'),
  })
  expect(plan('push', file, '--host', server.url)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('It is version 1 now.'),
  })
  expect(plan('pull', `${folder}/pulled.json`, '--host', server.url).status).toBe(0)
  expect(JSON.parse(readFileSync(`${folder}/pulled.json`, 'utf8'))).toMatchObject({ mode: 'flag' })
  expect(plan('diff', file, '--host', server.url)).toMatchObject({ status: 0, stdout: 'Nothing changes.\n' })
  expect(plan('types', file, '--out', `${folder}/events.ts`).status).toBe(0)
  expect(readFileSync(`${folder}/events.ts`, 'utf8')).toContain('"total": number')
})

test('from any folder, by one command for all of them', () => {
  const firefly = (...args: string[]) => spawnSync(FIREFLY, args, { cwd: folder, encoding: 'utf8' })
  writeFileSync(`${folder}/here.yaml`, text('flag'))
  expect(firefly('plan', 'check', 'here.yaml')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('1 events'),
  })
  expect(firefly('plan', 'check', 'elsewhere.yaml').status).toBe(2)
  expect(firefly('plann')).toMatchObject({ status: 2, stderr: expect.stringContaining('plan, ') })
})

test('from the moment it is answered the plan holds: violations are listed, what is sensitive is hashed', async () => {
  await sendBatch(server, [paid({ total: '5', phone: '13800000000' }), paid({ total: 5 })])
  await drained(server)
  const { body } = await request<{ violations: object[] }>(`${server.url}/v1/plan/violations`, {
    headers: bearer(server.secretKey),
  })
  expect(body.violations).toMatchObject([
    { event: 'Paid', property: 'total', code: 'wrong_type', consequence: 'flag', count: 1 },
  ])
  const { body: timeline } = await request<{ events: { properties: Record<string, string> }[] }>(
    `${server.url}/v1/users/u/events`,
    { headers: bearer(server.secretKey) },
  )
  const flagged = timeline.events.find(({ properties }) => properties['$violations'] !== undefined)
  expect(flagged?.properties).toMatchObject({ phone: expect.stringMatching(/^#[\w-]{22}$/) })
  expect(plan('check', file, '--against', server.url)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('wrong_type: Paid, property total (1 times'),
  })
})

test('a change made by somebody else in between is not overwritten, and no other key may change a plan', async () => {
  const put = (query: string, key: string, body: object) =>
    request(`${server.url}/v1/plan${query}`, {
      method: 'PUT',
      headers: { ...bearer(key), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect(await put('?after=0', server.secretKey, {})).toMatchObject({
    status: 409,
    body: { code: 'outdated' },
  })
  expect(await put('', server.writeKey, {})).toMatchObject({ status: 403 })
  expect(await put('', server.secretKey, { mode: 1 })).toMatchObject({
    status: 400,
    body: { issues: [{ path: 'mode' }] },
  })
})
