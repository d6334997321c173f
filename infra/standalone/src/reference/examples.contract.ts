/** Whatever can be tried on the reference page works as it stands there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readStandaloneConfig } from '../config.ts'
import { type Standalone, startStandalone } from '../standalone.ts'

interface Call {
  tags?: string[]
  requestBody?: {
    content: Record<string, { example?: object; examples?: Record<string, { value: object }> }>
  }
}
interface Example {
  method: string
  path: string
  body: object
}

const SECRET = 'fs_secret-of-the-examples'
const data = mkdtempSync(`${tmpdir()}/firefly-examples-`)
let running: Standalone
let calls: [method: string, path: string, call: Call][]
let examples: Example[]
beforeAll(async () => {
  const env = {
    FIREFLY_PORT: '0',
    FIREFLY_DATA: data,
    FIREFLY_LOG_LEVEL: 'silent',
    FIREFLY_SECRET_KEY: SECRET,
  }
  running = await startStandalone(readStandaloneConfig(env))
  const { paths } = (await (await fetch(`${running.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Call>>
  }
  calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]): [string, string, Call] => [method, path, call]),
  )
  examples = calls.flatMap(([method, path, call]) => bodiesOf(call).map((body) => ({ method, path, body })))
})
afterAll(async () => {
  await running.lifecycle.stop()
  rmSync(data, { recursive: true, force: true })
})

function bodiesOf({ requestBody }: Call): object[] {
  const { example, examples: several = {} } = requestBody?.content['application/json'] ?? {}
  return [...(example ? [example] : []), ...Object.values(several).map(({ value }) => value)]
}

const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' }
const send = ({ method, path, body }: Example): Promise<Response> =>
  fetch(`${running.url}${path}`, { method: method.toUpperCase(), headers, body: JSON.stringify(body) })
const get = (path: string): Promise<Response> => fetch(`${running.url}${path}`, { headers })

const sorted = (one: Example): number =>
  one.path === '/v1/erasures' ? 3 : one.path === '/v1/plan' ? 2 : /batch|import/.test(one.path) ? 0 : 1

test('every call has a chapter, and every body something to try', () => {
  expect(calls.filter(([, , call]) => call.tags?.length !== 1)).toEqual([])
  expect(calls.filter(([, , call]) => call.requestBody && bodiesOf(call).length === 0)).toEqual([])
})

test('every example is taken as it stands there', async () => {
  const refused: unknown[] = []
  for (const one of examples.toSorted((a, b) => sorted(a) - sorted(b))) {
    const path = await filledIn(one.path)
    const response = await send({ ...one, path })
    const text = await response.text()
    if (!response.ok) refused.push([one.method, path, one.body, response.status, text])
    if (one.path === '/v1/import')
      await vi.waitFor(async () => expect((await get('/v1/users/u-42')).status).toBe(200), {
        timeout: 60_000,
      })
  }
  expect(refused).toEqual([])
}, 180_000)

/** Of this project a key, a cohort and a question that are there. */
async function filledIn(path: string): Promise<string> {
  const first = async (list: string, within: string): Promise<string> => {
    const found = (await (await get(list)).json()) as Record<string, { id: string }[]>
    return found[within]?.[0]?.id ?? ''
  }
  if (path.includes('{key}'))
    return path.replace('{project}', 'shop').replace('{key}', await first('/v1/projects/shop/keys', 'keys'))
  if (path.includes('{project}')) return path.replace('{project}', 'shop')
  if (path.startsWith('/v1/cohorts/')) return path.replace('{id}', await first('/v1/cohorts', 'cohorts'))
  return path.replace('{id}', await first('/v1/questions', 'questions'))
}
