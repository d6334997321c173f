/**
 * What a key may not see changes nothing that it is told: two projects that differ in hidden values alone give the same answers,
 * byte for byte, whatever is asked; and what it may see is there.
 */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { groupChangeBlock } from '@firefly/clickhouse/tables/group-changes'
import { userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import { MASK } from '@firefly/protocol/plan'
import fc from 'fast-check'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queryApi } from '../app.ts'
import { createCohortBook } from '../testing/cohort-book.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { curious, curiousExport } from '../testing/sighted.ts'
import type { Levels } from './sight.ts'

const NOON = Date.UTC(2026, 0, 10, 12)
const PROPERTIES = ['phone', 'salary', 'shop', '$city', '$pathname', '$platform', '$screen_name']
const PEOPLE = ['p', 'q', 'r']

let corpus: Corpus
let app: FastifyInstance
/** The plan of every project at the moment; undefined while it is not known. */
let levels: Levels | undefined = new Map()
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
  app = Fastify()
  // A key is its project and what it may see.
  const find = (token: string) => {
    const [project = '', maySee] = token.split(' ')
    return { project, kind: 'secret' as const, key: 'test', maySee: Number(maySee) }
  }
  const live = { subscribe: () => () => undefined }
  const cohorts = createCohortBook()
  const options = { store: corpus.store, keys: { find }, live, cohorts, timezone: 'UTC' }
  await app.register(queryApi({ ...options, onEvent: () => undefined, levelsOf: () => levels }))
  vi.useFakeTimers({ toFake: ['Date'], now: NOON + 30 * 60_000 })
})
afterAll(async () => {
  vi.useRealTimers()
  await app.close()
  await corpus.close()
})

/** A value of a property: different in each world where it is a secret, and as large as its fellows. */
const valueOf = (property: string, nth: number, world: string): string =>
  property === 'salary' ? `${world === 'one' ? 7 : 8}31${nth % 3}` : `${property}-${world}-${nth % 3}`

/** The same things happen in every world; only what `secret` names is something else. */
async function worldOf(name: string, secret: (property: string) => boolean): Promise<string> {
  const value = (property: string, nth: number): string =>
    nth % 5 === 4
      ? ''
      : valueOf(
          property,
          secret(property) ? nth * (name === 'one' ? 1 : 2) : nth,
          secret(property) ? name : 'all',
        )
  const happened = Array.from({ length: 24 }, (_, nth): Happening => {
    const columns = {
      city: value('$city', nth),
      pathname: value('$pathname', nth),
      platform: value('$platform', nth),
    }
    return {
      event: ['a', '$pageview', 'b', '$screen'][nth % 4] ?? 'a',
      person: PEOPLE[nth % 3] ?? 'p',
      time: NOON + nth * 60_000,
      session: `s${nth % 3}`,
      columns: columns satisfies Partial<EventRow>,
      properties: Object.fromEntries(
        ['phone', 'salary', 'shop', '$screen_name'].map((property) => [property, value(property, nth)]),
      ),
    }
  })
  const project = await corpus.put(happened)
  const place = { partition: 0, place: 0, messageId: '' }
  const said = PEOPLE.flatMap((user, nth) =>
    [
      ['phone', value('phone', nth)],
      ['shop', value('shop', nth)],
      ['$group', `g${nth % 2}`],
    ].map(([property = '', known = ''], offset) => ({
      ...place,
      project,
      user,
      anonymous: '',
      name: property,
      value: known,
      kind: 'set' as const,
      time: NOON,
      offset: nth * 10 + offset,
    })),
  )
  await corpus.store.insert(userChangeBlock(said, project))
  const groups = [0, 1].map((nth) => ({
    ...place,
    project,
    type: '',
    group: `g${nth}`,
    kind: 'set' as const,
    name: 'phone',
    value: value('phone', nth),
    time: NOON,
    offset: nth,
  }))
  await corpus.store.insert(groupChangeBlock(groups, project))
  return project
}

interface Ask {
  method: 'GET' | 'POST'
  url: string
  payload?: object
}

/** Without what no two answers have in common. */
async function told(
  project: string,
  maySee: number,
  { method, url, payload }: Ask,
): Promise<{ status: number; body: string }> {
  const headers = { authorization: `Bearer ${project} ${maySee}` }
  const answer = await app.inject({ method, url, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.body.replace(/"(elapsedMs|rowsRead)":[\d.]+/g, '"$1":0') }
}

const anyLevels = fc
  .record(Object.fromEntries(PROPERTIES.map((property) => [property, fc.integer({ min: 1, max: 5 })])))
  .map((all) => new Map(Object.entries(all)))

test('two worlds that differ in what is hidden look the same, whatever is asked', async () => {
  const guesses = PROPERTIES.flatMap((property) =>
    [0, 1, 2].flatMap((nth) => ['one', 'two'].map((world) => valueOf(property, nth, world))),
  )
  const questions = fc.array(curious(PROPERTIES, guesses), { minLength: 10, maxLength: 10 })
  const exports = fc.array(curiousExport(PROPERTIES, guesses), { minLength: 2, maxLength: 2 })
  let [answered, refused] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      anyLevels,
      fc.integer({ min: 1, max: 4 }),
      questions,
      exports,
      fc.constantFrom(...guesses),
      async (plan, maySee, asked, raw, guess) => {
        const isSecret = (property: string): boolean => (plan.get(property) ?? 1) > maySee
        levels = plan
        const worlds = [await worldOf('one', isSecret), await worldOf('two', isSecret)]
        const asks: Ask[] = [
          ...asked.flatMap(({ question, pick }): Ask[] => [
            { method: 'POST', url: '/v1/query', payload: question },
            { method: 'POST', url: '/v1/query?format=csv', payload: question },
            ...(pick
              ? [{ method: 'POST' as const, url: '/v1/persons', payload: { query: question, pick } }]
              : []),
          ]),
          ...raw.map((payload): Ask => ({ method: 'POST', url: '/v1/export?format=ndjson', payload })),
          ...LISTS.map((url): Ask => ({ method: 'GET', url })),
          ...['phone', 'shop'].flatMap((property) =>
            [0, 1].map((nth): Ask => {
              const search = encodeURIComponent(valueOf(property, nth, isSecret(property) ? 'one' : 'all'))
              return { method: 'GET', url: `/v1/users?search=${search}` }
            }),
          ),
          ...PROPERTIES.map(
            (property): Ask => ({
              method: 'GET',
              url: `/v1/catalog/values?property=${encodeURIComponent(property)}&search=${guess.slice(0, 8)}`,
            }),
          ),
        ]
        const secrets = PROPERTIES.filter(isSecret).flatMap((property) =>
          [0, 1, 2].flatMap((nth) => ['one', 'two'].map((world) => valueOf(property, nth, world))),
        )
        for (const one of asks) {
          const [here, there] = [
            await told(worlds[0] ?? '', maySee, one),
            await told(worlds[1] ?? '', maySee, one),
          ]
          expect([one, there]).toEqual([one, here])
          expect([one, here.status]).not.toEqual([one, 500])
          const guessed = JSON.stringify(one)
          expect(secrets.filter((secret) => here.body.includes(secret) && !guessed.includes(secret))).toEqual(
            [],
          )
          if (here.status === 200) answered++
          if (here.status === 403) refused++
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  )
  expect(answered).toBeGreaterThan(40)
  expect(refused).toBeGreaterThan(2)
}, 180_000)

const LISTS = ['/v1/users', '/v1/users/p', '/v1/users/p/events', '/v1/catalog/properties?details=true']

const breakdown = {
  kind: 'trend',
  from: '2026-01-10',
  to: '2026-01-10',
  series: [{}],
  breakdown: { property: 'phone' },
}
const groupsIn = (body: string): unknown[] =>
  (JSON.parse(body) as { result: { series: { breakdown: unknown; total: number }[] } }).result.series.map(
    ({ breakdown: group, total }) => [group, total],
  )

test('groups of a hidden property are one, whose people can be asked for; a key of its level sees each', async () => {
  levels = new Map([['phone', 3]])
  const project = await worldOf('one', () => false)
  const ask = { method: 'POST' as const, url: '/v1/query', payload: breakdown }
  expect(groupsIn((await told(project, 2, ask)).body)).toEqual([
    [MASK, 20],
    [null, 4],
  ])
  expect(groupsIn((await told(project, 3, ask)).body).length).toBe(4)
  const pick = { breakdown: MASK }
  const people = await told(project, 2, {
    method: 'POST',
    url: '/v1/persons',
    payload: { query: breakdown, pick },
  })
  expect((JSON.parse(people.body) as { persons: unknown[] }).persons.length).toBe(3)
})

test('a question that needs hidden values is refused, and told which field and which level', async () => {
  levels = new Map([['phone', 4]])
  const project = await worldOf('one', () => false)
  const filters = [
    { property: 'phone', operator: 'starts_with', value: 'p' },
    { property: 'phone', operator: 'is_set' },
    { property: `= if(phone = 'phone-all-1', 'x', '')`, operator: 'is_set' },
  ]
  const payload = { ...breakdown, filters, series: [{ math: 'sum', property: 'phone' }] }
  const { status, body } = await told(project, 2, { method: 'POST', url: '/v1/query', payload })
  expect(status).toBe(403)
  expect(JSON.parse(body)).toMatchObject({
    code: 'forbidden_key',
    message: 'this key sees values up to level 2',
    issues: [
      { path: 'filters.0.property' },
      { path: 'filters.2.property' },
      { path: 'series.0.property', message: expect.stringContaining('of level 4') as string },
    ],
  })
})

test('an answer that is remembered is given to nobody who sees less, and to nobody once the plan hides more', async () => {
  const project = await worldOf('one', () => false)
  const ask = { method: 'POST' as const, url: '/v1/query', payload: breakdown }
  levels = new Map()
  const before = await told(project, 2, ask)
  expect(groupsIn(before.body).length).toBe(4)
  levels = new Map([['phone', 3]])
  expect(groupsIn((await told(project, 2, ask)).body).length).toBe(2)
  expect(groupsIn((await told(project, 3, ask)).body).length).toBe(4)
})

test('as long as it is not known what is hidden, only who may see everything is answered', async () => {
  const project = await worldOf('one', () => false)
  levels = undefined
  const ask = { method: 'POST' as const, url: '/v1/query', payload: breakdown }
  expect((await told(project, 2, ask)).status).toBe(503)
  expect((await told(project, 5, ask)).status).toBe(200)
})

test('a saved cohort shows what it compares with to whoever may see it, and may be asked for by all', async () => {
  levels = new Map([['phone', 3]])
  const project = await worldOf('one', () => false)
  const definition = { has: { property: 'phone', operator: 'eq', value: 'phone-all-1' } }
  const kept = await told(project, 3, {
    method: 'POST',
    url: '/v1/cohorts',
    payload: { name: 'some', definition },
  })
  const { id } = JSON.parse(kept.body) as { id: string }
  const list = { method: 'GET' as const, url: '/v1/cohorts' }
  expect((await told(project, 3, list)).body).toContain('phone-all-1')
  const masked = await told(project, 2, list)
  expect(masked.body).toContain(MASK)
  expect(masked.body).not.toContain('phone-all-1')
  const payload = { ...breakdown, breakdown: undefined, filters: [{ cohort: id }] }
  expect((await told(project, 2, { method: 'POST', url: '/v1/query', payload })).status).toBe(200)
  const own = { method: 'POST' as const, url: '/v1/cohorts', payload: { name: 'guess', definition } }
  expect((await told(project, 2, own)).status).toBe(403)
})
