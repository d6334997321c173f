/** Exports over HTTP: every event once, in the order of time, as spreadsheets and programs read it. */
import type { Statement } from '@firefly/clickhouse/sql'
import Fastify, { type FastifyInstance } from 'fastify'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { lineOf } from '../export/formats.ts'
import { exportPages, parseExport } from '../export/raw/run.ts'
import { anyLog } from '../testing/any-log.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { anyFilters } from '../testing/any-question.ts'
import { isSelected } from '../testing/plain.ts'

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

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-09', to: '2026-01-12' }
const post = (project: string, payload: object, url = '/v1/export') =>
  app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${project}` } })
const order = (person: string, minute: number, properties: Record<string, string>): Happening => ({
  event: 'order',
  person,
  time: NOON + minute * 60_000 + 7,
  properties,
})

test('as CSV with the columns that were asked for, and no formulas', async () => {
  const project = await corpus.put([
    order('q', 5, { total: '12.5', note: 'a "quoted", one' }),
    order('p', 0, { note: '=1+1' }),
    order('s', 3, { total: '-3.5', note: '-1+1' }),
    order('t', 4, { total: '-1e-7', note: '-' }),
    { ...order('r', 1, {}), event: 'other' },
  ])
  const columns = ['time', 'distinctId', 'total', 'note', '$hour']
  const answer = await post(
    project,
    { ...range, timezone: 'Asia/Shanghai', events: ['order'], columns },
    '/v1/export?format=csv',
  )
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(answer.body).toBe(
    [
      'time,distinctId,total,note,$hour',
      `2026-01-10T12:00:00.007Z,p,,'=1+1,20`,
      `2026-01-10T12:03:00.007Z,s,-3.5,'-1+1,20`,
      `2026-01-10T12:04:00.007Z,t,-1e-7,'-,20`,
      '2026-01-10T12:05:00.007Z,q,12.5,"a ""quoted"", one",20',
      '',
    ].join('\r\n'),
  )
})

test('as lines of JSON with everything there is', async () => {
  const project = await corpus.put([order('p', 0, { total: '3' })])
  const [line = ''] = (await post(project, range)).body.split('\n')
  expect(JSON.parse(line)).toMatchObject({
    time: '2026-01-10T12:00:00.007Z',
    event: 'order',
    distinctId: 'p',
    anonymousId: null,
    $country: null,
    $is_bot: 'false',
    properties: { total: '3' },
  })
})

test('no more rows than are asked for, and nothing where nothing is', async () => {
  const project = await corpus.put([order('p', 0, {}), order('p', 1, {}), order('p', 2, {})])
  expect((await post(project, { ...range, limit: 2 })).body.trim().split('\n')).toHaveLength(2)
  expect(await post(project, { from: '2020-01-01', to: '2020-01-02' })).toMatchObject({
    statusCode: 200,
    body: '',
  })
})

test('what is wrong is named', async () => {
  const project = await corpus.put([order('p', 0, { total: '3' })])
  const wrong: [object, number, string][] = [
    [{ from: range.from }, 400, 'to'],
    [{ ...range, colour: 'red' }, 400, 'colour'],
    [{ ...range, from: '1950-01-01' }, 422, 'to'],
    [{ ...range, filters: [{ property: 'totl', operator: 'eq', value: 3 }] }, 422, 'filters.0.property'],
    [{ ...range, columns: ['time', 'totl'] }, 422, 'columns.1'],
    [{ ...range, limit: 0 }, 400, 'limit'],
  ]
  for (const [body, status, path] of wrong) {
    const answer = await post(project, body)
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { issues: [{ path }] }])
  }
  expect((await post(project, range, '/v1/export?format=xml')).statusCode).toBe(400)
})

test('every event once, in the order of time or in any, however few rows fit in memory', async () => {
  const log = anyLog({ from: NOON - 86_400_000, to: NOON + 86_400_000, maxLength: 60 })
  const dense = anyLog({ from: NOON, to: NOON + 3, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(log, dense),
      anyFilters,
      fc.integer({ min: 1, max: 9 }),
      async (events, filters, most) => {
        const project = await corpus.put(events)
        const query = parseExport(
          JSON.parse(JSON.stringify({ ...range, filters, columns: ['time', 'messageId'] })),
        )
        const ask = async <Row>(select: Statement): Promise<Row[]> =>
          (await corpus.store.query<Row>(select)).rows
        const seenIn = async (order: 'time' | 'any'): Promise<string[]> => {
          const seen: string[] = []
          const exporting = {
            query: { ...query, order },
            project: { name: project, joins: undefined },
            zone: 'UTC',
            as: 'cells' as const,
          }
          for await (const page of exportPages<readonly string[]>(exporting, { ask, page: ask }, most))
            seen.push(...page.map(([time, id]) => `${time} ${id}`))
          return seen
        }
        const model = events
          .map((one, at) => ({ ...one, id: String(at) }))
          .filter((one) => isSelected({ filters: query.filters }, one, 'UTC'))
          .toSorted((a, b) => a.time - b.time || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)))
        const all = model.map(({ time, id }) => `${new Date(time).toISOString()} ${id}`)
        expect(await seenIn('time')).toEqual(all)
        expect((await seenIn('any')).toSorted()).toEqual(all.toSorted())
      },
    ),
    { numRuns: 15 },
  )
})

test('what happened before 1970 as well', async () => {
  const times = ['1955-12-31T23:59:59.999Z', '1956-01-01T00:00:00.000Z', '1969-06-01T12:00:00.000Z']
  const project = await corpus.put(
    times.map((time) => ({ event: 'order', person: 'p', time: Date.parse(time) })),
  )
  for (const order of ['time', 'any']) {
    const asked = { from: '1950-01-01', to: '1959-12-31', columns: ['time'], order }
    const lines = (await post(project, asked)).body.trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { time: string }).time)).toEqual(times.slice(0, 2))
  }
})

test('the engine makes the same lines as answers are made of, whatever is in the texts', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '=1', '-', 'a,b', '"', "'", '\r', '\n', '\t', '\\', '/', '\u2028'),
  )
  const texts = ['time', 'note', 'odd', 'messageId']
  const columns = [...texts, 'properties']
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ note: text, odd: text }), { minLength: 20, maxLength: 60 }),
      async (all) => {
        const project = await corpus.put(all.map((properties, minute) => order('p', minute, properties)))
        const exported = async (format: string, wanted: string[]): Promise<string> =>
          (await post(project, { ...range, columns: wanted }, `/v1/export?format=${format}`)).body
        const rows = all.map((properties, minute) => {
          const time = new Date(NOON + minute * 60_000 + 7).toISOString()
          return [time, properties.note || null, properties.odd || null, String(minute), properties]
        })
        const csv = [texts, ...rows.map((row) => row.slice(0, texts.length))]
        expect(await exported('csv', texts)).toBe(csv.map((row) => lineOf('csv', texts, row)).join(''))
        const lines = (await exported('ndjson', columns)).split('\n').filter(Boolean)
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
          rows.map((row) => JSON.parse(lineOf('ndjson', columns, row)) as unknown),
        )
      },
    ),
    { numRuns: 4 },
  )
})
