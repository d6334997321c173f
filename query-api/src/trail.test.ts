/** The audit trail: every answered question leaves a line, whatever its route; a refused one leaves none. */
import type { Store } from '@firefly/clickhouse/store'
import type { Deed } from '@firefly/protocol/trail'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queryApi } from './app.ts'

const KINDS = { reader: 'read', boss: 'secret', sender: 'write' } as const
const keys = {
  find: (token: string) =>
    token in KINDS
      ? { project: 'shop', kind: KINDS[token as keyof typeof KINDS], key: `key_${token}`, maySee: 5 }
      : undefined,
}
/** An empty store: every question reads 7 rows and finds none. */
const store = {
  query: () => Promise.resolve({ rows: [], rowsRead: 7, elapsedMs: 1 }),
  read: () => Promise.resolve(new Uint8Array()),
  writesOf: () => undefined,
} as unknown as Store

let app: FastifyInstance
let deeds: Deed[]
beforeEach(async () => {
  deeds = []
  app = fastify()
  const trail = { add: (deed: Deed): void => void deeds.push(deed) }
  const live = { subscribe: () => () => {} }
  await app.register(queryApi({ store, keys, live, onEvent: () => {}, timezone: 'UTC', trail }))
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => app.close())

async function ask(method: 'GET' | 'POST', path: string, key: string, body?: object): Promise<number> {
  const { port } = app.server.address() as { port: number }
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  await answer.text()
  return answer.status
}
const trend = { kind: 'trend', from: '2026-01-01', to: '2026-01-02', series: [{ event: 'Seen' }] }

test('a question tells who asked, of which project, what kind, and how many rows were read', async () => {
  expect(await ask('POST', '/v1/query', 'reader', trend)).toBe(200)
  await expect.poll(() => deeds).toHaveLength(1)
  expect(deeds[0]).toMatchObject({
    who: 'key_reader',
    project: 'shop',
    what: 'query',
    detail: { route: 'POST /v1/query', kind: 'trend', format: 'json' },
  })
  expect(deeds[0]?.rows).toBeGreaterThan(0)
  expect(deeds[0]?.durationMs).toBeGreaterThanOrEqual(0)
})

test('an export and a look into the catalogue are named for what they are', async () => {
  const range = { from: '2026-01-01', to: '2026-01-02' }
  expect(await ask('POST', '/v1/export?format=csv', 'boss', range)).toBe(200)
  expect(await ask('GET', '/v1/catalog/values?property=plan', 'reader')).toBe(200)
  await expect.poll(() => deeds.map(({ what }) => what).toSorted()).toEqual(['catalog', 'export'])
})

test('what was refused, and what needs no key, leaves no line', async () => {
  expect(await ask('POST', '/v1/query', 'nobody', trend)).toBe(401)
  expect(await ask('POST', '/v1/query', 'sender', trend)).toBe(403)
  expect(await ask('POST', '/v1/query', 'reader', { kind: 'nonsense' })).toBe(400)
  expect(await ask('GET', '/v1/openapi.json', 'nobody')).toBe(200)
  expect(await ask('POST', '/v1/query', 'reader', trend)).toBe(200)
  await expect.poll(() => deeds).toHaveLength(1)
})

test('a line holds no value that was asked for', async () => {
  const filters = [{ property: 'email', operator: 'eq', value: 'ana@secret.example' }]
  await ask('POST', '/v1/query', 'reader', { ...trend, series: [{ event: 'Seen', filters }] })
  await ask('GET', '/v1/users/ana@secret.example', 'reader')
  expect(await ask('POST', '/v1/query', 'reader', trend)).toBe(200)
  await expect.poll(() => deeds.length).toBeGreaterThan(0)
  expect(JSON.stringify(deeds)).not.toContain('secret.example')
})
