/** Every kind can be broken down by a property: a group is the answer of a log with its people alone. */
import type { QueryInput } from '@firefly/protocol/query'
import { MASK } from '@firefly/protocol/plan'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery, askingOf } from '../answer.ts'
import { tableOf } from '../export/tables.ts'
import { grouped } from '../grouped.ts'
import { parseQuery } from '../parse.ts'
import { findPersons, parsePersons } from '../people/persons.ts'
import { sightOf } from '../sight/sight.ts'
import { type Kind, RIGHT } from '../testing/bad-questions.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { byBytes } from '../testing/plain.ts'
import { log, NOW, only, range } from '../testing/shoppers.ts'

let corpus: Corpus
let [all, xs, ys] = ['', '', '']
/** Whoever shops nowhere is in the group without a value. */
const nowhere = ['a', 'b'].map((event, nth) => ({
  event,
  person: 'p99',
  time: NOW - 60_000 + nth,
  columns: { pathname: '/9', platform: 'server' },
  properties: { total: '1' },
}))
beforeAll(async () => {
  corpus = await openCorpus()
  all = await corpus.put([...log, ...nowhere])
  xs = await corpus.put(only((person) => person % 2 === 0))
  ys = await corpus.put(only((person) => person % 2 === 1))
})
afterAll(() => corpus.close())

const KINDS = (Object.keys(RIGHT) as Kind[]).filter(
  (kind) => !['trend', 'funnel', 'retention'].includes(kind),
)
const options = (project: string, maySee = 5) => ({
  store: corpus.store,
  project,
  limits: { maxSeconds: 60, maxMemoryBytes: 2 ** 31, maxRowsToRead: 1e9 },
  timezone: 'UTC',
  now: NOW,
  sight: sightOf(maySee, new Map([['shop', 3]])),
})
const ask = (project: string, question: object, maySee?: number) =>
  answerQuery(parseQuery({ ...range, ...question }), options(project, maySee))
const breakdown = { property: 'shop' }

for (const kind of KINDS)
  test(`${kind}, of each shop and of whoever shops nowhere`, async () => {
    const question = { kind, ...RIGHT[kind] }
    const asked = await ask(all, { ...question, breakdown })
    const { result } = await ask(all, question)
    expect(asked.result).toEqual(result)
    // As many people shop at one as at the other, so their names decide.
    expect(asked.breakdowns?.slice(0, 2)).toEqual([
      { value: 'x', result: (await ask(xs, question)).result },
      { value: 'y', result: (await ask(ys, question)).result },
    ])
    const none = { property: 'shop', operator: 'is_not_set' }
    if (!['interval', 'ltv', 'attribution', 'correlation'].includes(kind))
      expect(asked.breakdowns?.[2]).toEqual({
        value: null,
        result: (await ask(all, { ...question, filters: [none] })).result,
      })
    const { columns, rows } = tableOf(asked)
    expect(columns[0]).toBe('breakdown')
    const ofX = [...rows].filter(([name]) => name === 'x').map(([, ...row]) => row)
    expect(ofX).toEqual([...tableOf(await ask(xs, question)).rows])
  })

test('the largest groups alone, and of a key that may not see them only whether there is one', async () => {
  const session = { kind: 'session', breakdown: { ...breakdown, limit: 1 } }
  expect((await ask(all, session)).breakdowns?.map(({ value }) => value)).toEqual(['x'])
  const hidden = await ask(all, { kind: 'session', breakdown }, 1)
  expect(hidden.breakdowns?.map(({ value, result }) => [value, 'total' in result && result.total])).toEqual([
    [MASK, expect.objectContaining({ users: 12 })],
    [null, expect.objectContaining({ users: 1 })],
  ])
})

const people = async (body: object, maySee?: number) => {
  const asked = parsePersons(body)
  const { asking } = await askingOf(options(all, maySee), undefined)
  return (await findPersons(asked, asking, options(all, maySee))).persons.length
}

test('the people of a group', async () => {
  const query = { kind: 'session', ...range, breakdown } satisfies QueryInput
  expect([await people({ query, pick: {} }), await people({ query, pick: {}, breakdown: 'x' })]).toEqual([
    13, 6,
  ])
  expect(await people({ query, pick: {}, breakdown: null })).toBe(1)
  expect(await people({ query, pick: {}, breakdown: MASK }, 1)).toBe(12)
  await expect(people({ query, pick: {}, breakdown: 'x' }, 1)).rejects.toMatchObject({
    issues: [{ path: 'breakdown', message: expect.stringContaining(MASK) }],
  })
  const plain = { kind: 'session', ...range }
  await expect(people({ query: plain, pick: {}, breakdown: 'x' })).rejects.toMatchObject({
    issues: [{ path: 'breakdown' }],
  })
  const trend = { kind: 'trend', ...range, series: [{}] }
  await expect(people({ query: trend, pick: {}, breakdown: 'x' })).rejects.toMatchObject({
    issues: [{ path: 'breakdown', message: expect.stringContaining('pick.breakdown') }],
  })
})

const DAY = Date.UTC(2026, 0, 10)
const at = (event: string, minute: number, properties: Record<string, string> = {}): Happening => ({
  event,
  person: 'p',
  time: DAY + minute * 60_000,
  properties,
})

test('interval, attribution and ltv ask for the value where it belongs: on the start, on the conversion', async () => {
  const project = await corpus.put([
    at('a', 0, { shop: 'x' }),
    at('b', 1),
    at('a', 2, { shop: 'y', total: '5' }),
    at('b', 5),
    at('$pageview', 1),
  ])
  const interval = await ask(project, { kind: 'interval', ...RIGHT.interval, breakdown })
  expect(
    interval.breakdowns?.map(({ value, result }) => [value, 'minSeconds' in result && result.minSeconds]),
  ).toEqual([
    ['x', 60],
    ['y', 180],
  ])
  const owed = await ask(project, { kind: 'attribution', ...RIGHT.attribution, breakdown })
  expect(
    owed.breakdowns?.map(({ value, result }) => [
      value,
      'unattributed' in result && result.unattributed.conversions,
    ]),
  ).toEqual([
    ['x', 1],
    ['y', 0],
  ])
  const ltv = await ask(project, {
    kind: 'ltv',
    start: { event: 'a' },
    revenue: { event: 'a', property: 'total' },
    breakdown,
  })
  expect(
    ltv.breakdowns?.map(({ value, result }) => [value, 'cohorts' in result && result.cohorts[0]?.size]),
  ).toEqual([
    ['x', 1],
    ['y', 1],
  ])
})

test('which groups there are: those of the most people, as a model counts them', async () => {
  const happening = fc.record({
    person: fc.nat(5),
    shop: fc.constantFrom('', 'x', 'y', 'z'),
    minute: fc.nat(600),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      async (drawn, limit) => {
        const events = drawn.map(({ person, shop, minute }) => ({
          ...at('a', minute, shop ? { shop } : {}),
          person: `p${person}`,
        }))
        const project = await corpus.put(events)
        const asked = await ask(project, { kind: 'distribution', breakdown: { property: 'shop', limit } })
        const people = grouped(drawn, ({ shop }) => shop)
        const largest = [...people]
          .map(([shop, of]) => ({ value: shop || null, users: new Set(of.map(({ person }) => person)).size }))
          .toSorted((a, b) => b.users - a.users || byBytes(a.value ?? '', b.value ?? ''))
        expect(
          asked.breakdowns?.map(({ value, result }) => ({ value, users: 'users' in result && result.users })),
        ).toEqual(largest.slice(0, limit))
      },
    ),
    { numRuns: 15 },
  )
})

test('by what is computed', async () => {
  const computed = { property: '= concat([shop], "!")' }
  const asked = await ask(all, { kind: 'stickiness', series: [{}], breakdown: computed })
  expect(asked.breakdowns?.map(({ value }) => value)).toEqual(['x!', 'y!', '!'])
})
