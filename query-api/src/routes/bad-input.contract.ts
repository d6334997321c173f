/** Whatever is wrong with a question, the answer names the field and says what is allowed; nothing is left out in silence. */
import { groupChangeBlock } from '@firefly/clickhouse/tables/group-changes'
import { userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Kind, RIGHT, WRONG, WRONG_PICKS } from '../testing/bad-questions.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let app: FastifyInstance
let project: string
beforeAll(async () => {
  corpus = await openCorpus()
  app = Fastify()
  // The key of a corpus is its own name.
  const keys = { find: (name: string) => ({ project: name, kind: 'read' as const, key: 'test', maySee: 5 }) }
  const live = { subscribe: () => () => undefined }
  await app.register(queryApi({ store: corpus.store, keys, live, onEvent: () => undefined, timezone: 'UTC' }))
  const properties = { total: '12.5', shop: 'x' }
  project = await corpus.put([{ event: 'a', person: 'p', time: Date.UTC(2026, 0, 10), properties }])
  const said = { kind: 'set' as const, name: 'plan', value: 'pro', user: 'p', anonymous: '', messageId: 'm' }
  const place = { time: 0, partition: 0, offset: 0, place: 0 }
  await corpus.store.insert(userChangeBlock([{ ...said, ...place, project }], 'changes'))
  const group = {
    kind: 'set' as const,
    name: 'size',
    value: 'small',
    type: 'company',
    group: 'acme',
    ...place,
  }
  await corpus.store.insert(groupChangeBlock([{ ...group, project }], 'groups'))
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

async function send(url: string, payload: object, of = project) {
  const response = await app.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization: `Bearer ${of}` },
  })
  return {
    status: response.statusCode,
    body: response.json<{ issues?: { path: string; message: string }[] }>(),
  }
}

const range = { from: '2026-01-09', to: '2026-01-12' }
const KINDS = Object.keys(RIGHT) as Kind[]
const ask = (kind: Kind, more: object) => send('/v1/query', { kind, ...range, ...RIGHT[kind], ...more })

describe('of every kind', () => {
  const wrong: [name: string, more: object, status: number, path: string, allowed: RegExp][] = [
    ['an unknown field', { colour: 'red' }, 400, 'colour', /not a field/],
    ['a date that is none', { from: '2026-13-45' }, 400, 'from', /2026-01-31/],
    ['a day that does not exist', { from: '2026-02-30' }, 400, 'from', /exists|date/],
    ['a range that ends before it begins', { to: '2025-01-01' }, 400, 'to', /after from/],
    ['a year beyond what is kept', { to: '9999-01-01' }, 400, 'to', /1900 to 2299/],
    ['a zone that is none', { timezone: 'Moon/Base' }, 400, 'timezone', /IANA/],
    ['a wrong type', { weekStart: 1 }, 400, 'weekStart', /monday/],
    ['an unknown interval', { interval: 'fortnight' }, 400, 'interval', /minute.*month/],
    ['filters that are no list', { filters: {} }, 400, 'filters', /array/],
    [
      'an unknown operator',
      { filters: [{ property: 'shop', operator: 'like', value: 1 }] },
      400,
      'filters.0.operator',
      /starts_with/,
    ],
    [
      'an unknown field of a filter',
      { filters: [{ property: 'shop', operator: 'eq', value: 1, type: 'person' }] },
      400,
      'filters.0.type',
      /not a field/,
    ],
    [
      'a pattern that is none',
      { filters: [{ property: 'shop', operator: 'matches', value: '(' }] },
      400,
      'filters.0.value',
      /RE2/,
    ],
    [
      'a property that never existed',
      { filters: [{ any: [{ property: 'totl', operator: 'gt', value: 1 }] }] },
      422,
      'filters.0.any.0.property',
      /nearest are .*total/,
    ],
    [
      'a built-in property that is none',
      { filters: [{ property: '$browsr', operator: 'eq', value: 'x' }] },
      422,
      'filters.0.property',
      /nearest are \$browser,/,
    ],
    [
      'a breakdown by what never existed',
      { breakdown: { property: 'shopp' } },
      422,
      'breakdown.property',
      /nearest are .*shop/,
    ],
    [
      'an unknown field of a breakdown',
      { breakdown: { property: 'shop', by: 'size' } },
      400,
      'breakdown.by',
      /not a field/,
    ],
    [
      'a breakdown into nothing',
      { breakdown: { property: 'shop', limit: 0 } },
      400,
      'breakdown.limit',
      />=1/,
    ],
    [
      'groups in two ways',
      { breakdown: { property: 'shop' }, byCohort: [{ cohort: { did: { event: 'a' } } }] },
      400,
      'byCohort',
      /either breakdown or byCohort/,
    ],
  ]
  for (const [name, more, status, path, allowed] of wrong)
    test(`${name}: ${status}, naming ${path}`, async () => {
      for (const kind of KINDS) {
        const answer = await ask(kind, more)
        expect([kind, answer.status, answer.body.issues]).toEqual([
          kind,
          status,
          expect.arrayContaining([{ path, message: expect.stringMatching(allowed) }]),
        ])
      }
    })
  const others = [
    ['user', { property: 'plann' }, /no user.*nearest are plan/],
    ['group', { property: 'siez' }, /no group.*nearest are size/],
    ['group', { property: 'siez', groupType: 'company' }, /no group.*nearest are size/],
  ] as const
  for (const [source, whose, allowed] of others)
    test(`${JSON.stringify(whose)}, which no ${source} ever had: 422, naming it`, async () => {
      const filters = [{ ...whose, source, operator: 'eq', value: 'x' }]
      const breakdown = { ...whose, source }
      for (const kind of KINDS)
        for (const [more, path] of [
          [{ filters }, 'filters.0.property'],
          [{ breakdown }, 'breakdown.property'],
        ] as const) {
          const { status, body } = await ask(kind, more)
          const issues = [{ path, message: expect.stringMatching(allowed) }]
          expect([kind, status, body.issues]).toEqual([kind, 422, issues])
        }
    })
  test('the question without it is answered', async () => {
    for (const kind of KINDS) expect([kind, (await ask(kind, {})).status]).toEqual([kind, 200])
  })
})

describe('of one kind', () => {
  for (const [kind, name, more, status, path, allowed] of WRONG)
    test(`${kind}, ${name}: ${status}, naming ${path}`, async () => {
      const answer = await ask(kind, more)
      expect(answer).toMatchObject({ status, body: { message: expect.any(String) } })
      expect(answer.body.issues).toContainEqual({ path, message: expect.stringMatching(allowed) })
    })
})

describe('of the people behind a number', () => {
  for (const [kind, name, more, pick, path, allowed] of WRONG_PICKS)
    test(`${kind}, ${name}: 400, naming ${path}`, async () => {
      const query = { kind, ...range, ...RIGHT[kind], ...more }
      const { status, body } = await send('/v1/persons', { query, pick })
      expect([status, body.issues]).toEqual([400, [{ path, message: expect.stringMatching(allowed) }]])
    })
})

test('whether a property is there at all may be asked of any', async () => {
  const filters = [{ property: 'never sent', operator: 'is_not_set' }]
  expect(await ask('trend', { filters })).toMatchObject({ status: 200 })
})

test('of a project without events nothing is said to have never existed', async () => {
  const filters = [{ property: 'never sent', operator: 'eq', value: 1 }]
  const empty = await corpus.put([])
  expect(await send('/v1/query', { kind: 'trend', ...range, series: [{}], filters }, empty)).toMatchObject({
    status: 200,
  })
})

test('a property that comes later is known once it has come', async () => {
  const late = await corpus.put([{ event: 'a', person: 'p', time: Date.UTC(2026, 0, 10) }])
  const filters = [{ property: 'coupon', operator: 'eq', value: 1 }]
  const status = async () =>
    (await send('/v1/query', { kind: 'trend', ...range, series: [{}], filters }, late)).status
  expect(await status()).toBe(422)
  await corpus.add(late, [
    { event: 'a', person: 'p', time: Date.UTC(2026, 0, 10), properties: { coupon: 'x' } },
  ])
  expect(await status()).toBe(200)
})
