/** Saved cohorts over HTTP and on the real engine: by definition, by list, by a number; named in questions, kept fresh, removed. */
import type { SavedCohort } from '@firefly/protocol/query/cohorts'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { createCohortBook } from '../testing/cohort-book.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { scheduleRefreshes } from './refresh.ts'

let corpus: Corpus
let app: FastifyInstance
const book = createCohortBook()
beforeAll(async () => {
  corpus = await openCorpus()
  app = Fastify()
  const find = (token: string) => {
    const [project = '', kind = 'secret'] = token.split(' ')
    return { project, kind: kind === 'read' ? ('read' as const) : ('secret' as const), key: token, maySee: 5 }
  }
  const live = { subscribe: () => () => undefined }
  const onEvent = (): void => undefined
  await app.register(
    queryApi({ store: corpus.store, keys: { find }, live, onEvent, timezone: 'UTC', cohorts: book }),
  )
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-09', to: '2026-01-12' }
const at = (event: string, person: string, properties: Record<string, string> = {}): Happening => ({
  event,
  person,
  time: NOON,
  properties,
})
const log = [at('a', 'p', { plan: 'pro' }), at('a', 'q'), at('b', 'q'), at('b', 'r')]

async function send(key: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const response = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(payload && { payload }),
  })
  return { status: response.statusCode, body: (response.body ? response.json() : {}) as never }
}
async function save(project: string, words: object): Promise<SavedCohort> {
  const { status, body } = await send(project, 'POST', '/v1/cohorts', { name: 'N', ...words })
  expect([status, body]).toMatchObject([201, { name: 'N' }])
  return body
}
const namesOf = (body: { persons: { distinctIds: string[] }[] }): string[] =>
  body.persons.flatMap(({ distinctIds }) => distinctIds.map((id) => id.split('~')[0] ?? '')).toSorted()
const peopleOf = async (project: string, id: string): Promise<string[]> => [
  ...new Set(namesOf((await send(project, 'GET', `/v1/cohorts/${id}/persons`)).body)),
]
const counted = async (project: string, cohort: unknown): Promise<number> => {
  const query = { kind: 'trend', ...range, series: [{ math: 'unique_users' }], filters: [{ cohort }] }
  const { body } = await send(project, 'POST', '/v1/query', query)
  return (body as { result: { series: { total: number }[] } }).result.series[0]?.total ?? -1
}

// Twice: of people with one id each, and of people who go by several.
describe.each(['one id', 'several ids'])('of people with %s', () => {
  test('by definition: asked with every question', async () => {
    const project = await corpus.put(log)
    const { id } = await save(project, { definition: { did: { event: 'a' } } })
    expect(await send(project, 'GET', `/v1/cohorts/${id}`)).toMatchObject({ body: { size: 2 } })
    expect(await peopleOf(project, id)).toEqual(['p', 'q'])
    expect(await counted(project, id)).toBe(2)
    expect(await counted(project, { all: [{ cohort: id }, { not: { did: { event: 'b' } } }] })).toBe(1)
    await corpus.add(project, [at('a', 'r')])
    expect(await counted(project, id)).toBe(3)
  })

  test('found at times: members stay until they are found anew', async () => {
    const project = await corpus.put(log)
    const words = {
      definition: { has: { property: 'plan', operator: 'eq', value: 'pro' } },
      refreshMinutes: 60,
    }
    const { id, size, computedAt } = await save(project, words)
    expect([size, computedAt]).toEqual([1, expect.any(String)])
    await corpus.add(project, [at('a', 'r', { plan: 'pro' })])
    expect(await counted(project, id)).toBe(1)
    expect(await send(project, 'POST', `/v1/cohorts/${id}/refresh`)).toMatchObject({ body: { size: 2 } })
    expect(await counted(project, id)).toBe(2)
  })

  test('by a list of ids, and by the people behind a number; they stay who they were', async () => {
    const project = await corpus.put(log)
    const list = await save(project, { ids: ['p', 'r', 'p', 'never seen'] })
    expect(list).toMatchObject({ size: 3, definition: null })
    expect(await peopleOf(project, list.id)).toEqual(['p', 'r'])
    expect(await counted(project, list.id)).toBe(2)
    const query = { kind: 'funnel', ...range, steps: [{ event: 'a' }, { event: 'b' }] }
    const dropped = await save(project, { persons: { query, pick: { step: 0, dropped: true } } })
    expect(dropped).toMatchObject({ size: 1 })
    expect(await peopleOf(project, dropped.id)).toEqual(['p'])
    await corpus.add(project, [at('a', 'new')])
    expect(await counted(project, dropped.id)).toBe(1)
    expect(await counted(project, { not: { cohort: dropped.id } })).toBe(3)
  })

  test('by the people behind a number of a group', async () => {
    const project = await corpus.put([
      at('a', 'p', { plan: 'pro' }),
      at('a', 'q', { plan: 'free' }),
      at('b', 'r'),
    ])
    const query = { kind: 'distribution', ...range }
    const valued = { query: { ...query, breakdown: { property: 'plan' } }, pick: {} }
    const free = await save(project, { persons: { ...valued, breakdown: 'free' } })
    expect(await peopleOf(project, free.id)).toEqual(['q'])
    const none = await save(project, { persons: { ...valued, breakdown: null } })
    expect(await peopleOf(project, none.id)).toEqual(['r'])
    const byCohort = [{ name: 'Of a', cohort: { did: { event: 'a' } } }]
    const ofA = await save(project, {
      persons: { query: { ...query, byCohort }, pick: {}, byCohort: 'Of a' },
    })
    expect(await peopleOf(project, ofA.id)).toEqual(['p', 'q'])
  })

  test('replaced and removed: what it meant before is gone', async () => {
    const project = await corpus.put(log)
    const { id } = await save(project, { ids: ['p'] })
    const put = (words: object) => send(project, 'PUT', `/v1/cohorts/${id}`, { name: 'N', ...words })
    expect(await put({ ids: ['q', 'r'] })).toMatchObject({ status: 200, body: { size: 2 } })
    expect(await peopleOf(project, id)).toEqual(['q', 'r'])
    expect(await put({ definition: { did: { event: 'a' } } })).toMatchObject({
      status: 200,
      body: { size: null },
    })
    expect(await peopleOf(project, id)).toEqual(['p', 'q'])
    expect((await send(project, 'DELETE', `/v1/cohorts/${id}`)).status).toBe(204)
    expect((await send(project, 'GET', `/v1/cohorts/${id}`)).status).toBe(404)
    expect((await send(project, 'GET', '/v1/cohorts')).body).toEqual({ cohorts: [] })
  })
})

test('nobody sees the cohorts of another project, and a read key changes none', async () => {
  const [project, other] = [await corpus.put(log), await corpus.put(log)]
  const { id } = await save(project, { ids: ['p'] })
  expect((await send(other, 'GET', `/v1/cohorts/${id}`)).status).toBe(404)
  expect((await send(other, 'DELETE', `/v1/cohorts/${id}`)).status).toBe(404)
  expect((await send(`${project} read`, 'GET', `/v1/cohorts/${id}`)).status).toBe(200)
  expect((await send(`${project} read`, 'DELETE', `/v1/cohorts/${id}`)).status).toBe(403)
  expect((await send(`${project} read`, 'POST', '/v1/cohorts', { name: 'x', ids: ['p'] })).status).toBe(403)
})

test('what is wrong is named', async () => {
  const project = await corpus.put(log)
  const circle = await save(project, { definition: { did: { event: 'a' } } })
  const wrong: [object, number, string][] = [
    [{}, 400, 'definition'],
    [{ ids: ['p'], definition: { did: {} } }, 400, 'ids'],
    [{ ids: [] }, 400, 'ids'],
    [{ ids: ['p'], refreshMinutes: 5 }, 400, 'refreshMinutes'],
    [{ definition: { did: {} }, refreshMinutes: 0 }, 400, 'refreshMinutes'],
    [{ definition: { done: {} } }, 400, 'definition.done'],
    [
      { definition: { did: { within: { value: 1, unit: 'day' }, from: '2026-01-01' } } },
      400,
      'definition.did.within',
    ],
    [{ definition: { sequence: { steps: [{ event: 'a' }] } } }, 400, 'definition.sequence.steps'],
    [{ definition: { has: { property: 'plam', operator: 'eq', value: 1 } } }, 422, 'definition.has.property'],
    [{ definition: { has: { property: 'plan', operator: 'in', value: 1 } } }, 400, 'definition.has.value'],
    [{ definition: { cohort: 'nobody' } }, 400, 'definition.cohort'],
    [{ persons: { query: { kind: 'magic' }, pick: {} } }, 400, 'persons.query.kind'],
    [{ colour: 'red', ids: ['p'] }, 400, 'colour'],
  ]
  for (const [words, status, path] of wrong) {
    const answer = await send(project, 'POST', '/v1/cohorts', { name: 'N', ...words })
    expect([words, answer]).toMatchObject([
      words,
      { status, body: { issues: expect.arrayContaining([expect.objectContaining({ path })]) } },
    ])
  }
  const own = { name: 'N', definition: { not: { cohort: circle.id } } }
  expect(await send(project, 'PUT', `/v1/cohorts/${circle.id}`, own)).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'definition.not.cohort' }] },
  })
})

test('whatever is due is found anew, one after the other, and a failure stops nothing', async () => {
  const waiting = createCohortBook()
  const words = { description: '', definition: { did: {} }, refreshMinutes: 1 }
  for (const name of ['one', 'fails', 'three']) await waiting.add('p', { ...words, name })
  const seen: string[] = []
  let failed = 0
  let done = (): void => undefined
  const all = new Promise<void>((resolve) => (done = resolve))
  const schedule = scheduleRefreshes({
    book: waiting,
    clock: () => NOON,
    everyMs: 1,
    async refresh({ name }) {
      seen.push(name)
      if (seen.length === 3) done()
      if (name === 'fails') throw new Error('no')
    },
    onFailure: () => failed++,
  })
  await all
  await schedule.stop()
  expect([seen.toSorted(), failed]).toEqual([['fails', 'one', 'three'], 1])
})
