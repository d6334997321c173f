/** What a question may cost: beyond it the asker is told what to do, and what nobody waits for is stopped in the engine. */
import { once } from 'node:events'
import { type Statement, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { KeyKind } from '@firefly/protocol/keys'
import type { ProjectSettings } from '@firefly/protocol/settings'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let project: string
beforeAll(async () => {
  corpus = await openCorpus()
  const day = Date.UTC(2026, 0, 10)
  project = await corpus.put(
    Array.from({ length: 5_000 }, (_, at) => ({ event: 'a', person: `p${at}`, time: day + at })),
  )
})
afterAll(() => corpus.close())

let app: FastifyInstance | undefined
afterEach(() => app?.close())

/** The kind of a key is its own name. */
async function start(settings: ProjectSettings, store: Store = corpus.store): Promise<FastifyInstance> {
  const keys = { find: (kind: string) => ({ project, kind: kind as KeyKind, key: 'test', maySee: 5 }) }
  const live = { subscribe: () => () => undefined }
  const rest = { keys, live, onEvent: () => undefined, timezone: 'UTC', settings: () => settings }
  app = Fastify()
  await app.register(queryApi({ store, ...rest }))
  return app
}
const range = { from: '2026-01-10', to: '2026-01-10' }
// Events themselves are read for the groups.
const question = { kind: 'trend', ...range, series: [{ event: 'a' }], breakdown: { property: '$browser' } }
const ask = (to: FastifyInstance, key: string, payload: object = question) =>
  to.inject({ method: 'POST', url: '/v1/query', payload, headers: { authorization: `Bearer ${key}` } })

/** What no machine comes to the end of, and what needs more memory than is allowed. */
const ENDLESS = statement(sql`SELECT sum(cityHash64(number)) AS n FROM numbers_mt(100000000000000)`)
const LARGE = statement(sql`SELECT length(groupArray(toString(number))) AS n FROM numbers(10000000)`)
/** In the place of any statement about events stands another one. */
const asking = (instead: Statement): Store => ({
  ...corpus.store,
  query: (asked, limits, gone) =>
    /FROM events\b/.test(asked.sql)
      ? corpus.store.query(instead, { ...limits, maxRowsToRead: 0 }, gone)
      : corpus.store.query(asked, limits, gone),
})
const runningSql = statement(
  sql`SELECT count() AS n FROM system.processes WHERE position(query, 'numbers_mt(1') > 0 AND position(query, 'processes') = 0`,
)
const running = async (): Promise<number> =>
  Number((await corpus.store.query<{ n: string }>(runningSql)).rows[0]?.n)
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('more rows or more memory than a read key may use: 422, with the figure and what to do; the secret key may', async () => {
  const few = await start({ limits: { read: { rows: 1_000 } } })
  expect((await ask(few, 'read')).json()).toMatchObject({
    code: 'unsupported_query',
    message: expect.stringMatching(/1000 rows.*shorter range.*sampling/),
  })
  expect((await ask(few, 'secret')).statusCode).toBe(200)
  await few.close()
  const little = await start({ limits: { read: { megabytes: 16 } } }, asking(LARGE))
  expect((await ask(little, 'read')).json()).toMatchObject({
    code: 'unsupported_query',
    message: expect.stringMatching(/16 MB of memory.*shorter range/),
  })
})

test('longer than a read key may ask: 504, with the figure and what to do', async () => {
  const patient = await start({ limits: { read: { seconds: 1 } } }, asking(ENDLESS))
  const answer = await ask(patient, 'read')
  expect([answer.statusCode, answer.json()]).toMatchObject([
    504,
    { code: 'timeout', message: expect.stringMatching(/1 s it may take.*shorter range/) },
  ])
  expect(await running()).toBe(0)
})

test('who goes away takes the question along, whatever it is; others get the place', async () => {
  const server = await start({ limits: { secret: { seconds: 600 } } }, asking(ENDLESS))
  const address = await server.listen({ port: 0, host: '127.0.0.1' })
  const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' }
  const body = { query: question, pick: { series: 0 } }
  const calls: [path: string, payload: object | undefined][] = [
    ['/v1/query', question],
    ['/v1/persons', body],
    ['/v1/export', range],
    ['/v1/users', undefined],
    ['/v1/users/p1', undefined],
    ['/v1/catalog/values?property=$url', undefined],
  ]
  for (const [path, payload] of calls) {
    const gone = new AbortController()
    const sent = payload ? { method: 'POST', body: JSON.stringify(payload) } : {}
    const answered = fetch(`${address}${path}`, { ...sent, headers, signal: gone.signal }).then(
      ({ status }) => status,
      () => 'gone',
    )
    await until(async () => (await running()) > 0)
    gone.abort()
    expect([path, await answered]).toEqual([path, 'gone'])
    await until(async () => (await running()) === 0)
  }
  server.server.closeAllConnections()
  await Promise.all([once(server.server, 'close'), server.close()])
})
