/** Questions over HTTP: as JSON, CSV or lines of JSON. */
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let app: FastifyInstance
beforeAll(async () => {
  corpus = await openCorpus()
  app = Fastify()
  // The key of a corpus is its own name.
  const keys = { find: (project: string) => ({ project, kind: 'read' as const, key: 'test', maySee: 5 }) }
  const live = { subscribe: () => () => undefined }
  await app.register(queryApi({ store: corpus.store, keys, live, onEvent: () => undefined, timezone: 'UTC' }))
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

test('one answer in every format, and the people behind it', async () => {
  const project = await corpus.put([{ event: 'a', person: 'p', time: Date.UTC(2026, 0, 10) }])
  const query = { kind: 'trend', from: '2026-01-10', to: '2026-01-10', series: [{ event: 'a' }] }
  const post = (url: string, payload: object, accept = 'application/json') =>
    app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${project}`, accept } })
  const csv = 'series,breakdown,compare,bucket,value\r\na,,,2026-01-10T00:00:00+00:00,1\r\n'
  expect((await post('/v1/query', query)).json()).toMatchObject({
    kind: 'trend',
    result: { series: [{ total: 1 }] },
  })
  const asked = await post('/v1/query?format=csv', query)
  expect([asked.statusCode, asked.headers['content-type'], asked.body]).toEqual([
    200,
    'text/csv; charset=utf-8',
    csv,
  ])
  expect((await post('/v1/query', query, 'text/csv')).body).toBe(csv)
  expect(JSON.parse((await post('/v1/query?format=ndjson', query)).body)).toMatchObject({
    series: 'a',
    value: 1,
  })
  expect((await post('/v1/query?format=xml', query)).json()).toMatchObject({ issues: [{ path: 'format' }] })
  expect((await post('/v1/persons', { query, pick: {} })).json()).toMatchObject({
    persons: [{ distinctIds: ['p'] }],
  })
  expect((await post('/v1/persons', { query, pick: { series: 'x' } })).json()).toMatchObject({
    issues: [{ path: 'pick.series' }],
  })
})
