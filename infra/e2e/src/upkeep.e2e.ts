/** What an operator does from time to time, as they would do it: by command and by the API, with right and with wrong input. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drained, sendBatch } from './client.ts'
import { launch, type Running } from './launch.ts'

const UPKEEP = fileURLToPath(new URL('../../upkeep/dist/main.js', import.meta.url))

let server: Running
beforeAll(async () => {
  server = await launch()
  const events = [1, 2, 3].map((n) => ({ type: 'track', event: 'e', userId: 'u', messageId: `m${n}` }))
  await sendBatch(server, events)
  await drained(server, 3)
})
afterAll(() => server.stop())

const upkeep = (...args: string[]) => {
  const env = { ...process.env, FIREFLY_DATA: server.data }
  const { status, stdout, stderr } = spawnSync(process.execPath, [UPKEEP, ...args, '--host', server.url], {
    env,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
const get = (path: string, key = server.secretKey): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${key}` } })

test('the audit counts anew and says that nothing is wrong', () => {
  const { status, stdout } = upkeep('audit')
  expect(stdout).toContain('3 rows counted; 3 events in 1 records of the log compared with them.')
  expect(stdout).toContain('Nothing is wrong.')
  expect(status).toBe(0)
})

test('an empty quarantine is told as such, and a replay of nothing does nothing', () => {
  expect(upkeep('quarantine').stdout).toBe('The quarantine is empty.\n')
  expect(upkeep('replay').stdout).toBe('0 records with 0 events are on their way again.\n')
})

test('wrong input is named by field, and a wrong key is refused', async () => {
  const { status, stderr } = upkeep('quarantine', '--reason', 'bad_luck')
  expect(status).toBe(2)
  expect(stderr).toMatch(/answered 400: .*; reason: /)
  expect(await (await get('/v1/quarantine?limit=0&colour=red')).json()).toMatchObject({
    code: 'invalid_query',
    issues: [{ path: 'limit' }, { message: expect.stringContaining('colour') }],
  })
  expect((await get('/v1/audit', 'nobody')).status).toBe(401)
  expect((await get('/v1/audit', server.writeKey)).status).toBe(403)
})
