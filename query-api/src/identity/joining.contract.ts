/** Joining on the real engine: whatever was said in whatever order, people are those of a slow model. */
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { TrendResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsOf, personOf, personOfId } from '../persons.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import { grouped } from '../grouped.ts'
import { type Ids, personIn, type Saying } from '../testing/people.ts'
import { decisionBlock } from './decisions.ts'
import { findProject } from './joins.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const ask = async <Row>(select: Parameters<Corpus['store']['query']>[0]): Promise<Row[]> =>
  (await corpus.store.query<Row>(select)).rows

let said = 0
/** One block a saying, in the order given, which is the order of arrival. */
async function tell(project: string, sayings: readonly Saying[]): Promise<void> {
  for (const { kind, from, to, time } of sayings) {
    const token = `said-${++said}`
    const place = { partition: 0, offset: said, place: 0, messageId: token }
    await corpus.store.insert(
      kind === 'identify' || kind === 'alias' || kind === '$unlink'
        ? linkBlock(
            [{ project, kind: kind === '$unlink' ? 'unlink' : kind, from, to, time, ...place }],
            token,
          )
        : decisionBlock([{ project, kind, from, to, time, by: 'me', reason: '', id: token }], token),
    )
  }
}

/** One event for each pair of ids, whose message id is its place. */
const put = (events: readonly Ids[]): Promise<string> =>
  corpus.put(
    events.map(({ user, anonymous }) => ({
      event: 'a',
      person: '',
      time: NOON,
      columns: { user_id: user, anonymous_id: anonymous },
    })),
  )

/** Which events are of one person, by their places. */
async function peopleOf(name: string, worthIds?: number): Promise<string[][]> {
  const project = await findProject(name, ask, corpus.store, worthIds)
  const rows = await ask<{ at: string; person: string }>(
    statement(sql`SELECT message_id AS at, toString(${personOf(project)}) AS person FROM ${eventsOf(project)}
      WHERE project = ${bind('String', name)} ORDER BY toUInt32(at)`),
  )
  return [...grouped(rows, ({ person }) => person).values()].map((own) => own.map(({ at }) => at))
}

const modelOf = (events: readonly Ids[], sayings: readonly Saying[]): string[][] =>
  [
    ...grouped(
      events.map((ids, at) => ({ ids, at })),
      ({ ids }) => personIn(sayings, ids),
    ).values(),
  ].map((own) => own.map(({ at }) => String(at)))

const anyId = fc.constantFrom('a', 'b', 'c', 'd')
const anyEvents = fc.array(
  fc.oneof(
    fc.record({ user: anyId, anonymous: fc.constant('') }),
    fc.record({ user: fc.constant(''), anonymous: anyId }),
    fc.record({ user: anyId, anonymous: anyId }),
  ),
  { minLength: 1, maxLength: 25 },
)
const anySayings = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom('identify', 'identify', 'alias', '$unlink', '$unlink', 'merge', 'unlink'),
      from: anyId,
      to: anyId,
      time: fc.integer({ min: 0, max: 60 }).map((minute) => NOON + minute * 60_000),
    }),
    { selector: ({ time }) => time, maxLength: 8 },
  )
  .filter((all) => all.every(({ from, to }) => from !== to)) as fc.Arbitrary<Saying[]>

test('any order of events and merges gives the same people, at once, and squashing facts changes nobody', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, anySayings, async (events, sayings) => {
      const project = await put(events)
      const half = sayings.length >> 1
      for (const [from, to] of [
        [0, half],
        [half, sayings.length],
      ] as const) {
        await tell(project, sayings.slice(from, to))
        expect(await peopleOf(project, 0)).toEqual(modelOf(events, sayings.slice(0, to)))
      }
      const model = modelOf(events, sayings)
      const other = await put(events)
      await tell(other, sayings.toReversed())
      expect(await peopleOf(other)).toEqual(model)
    }),
    { numRuns: 25 },
  )
  const before = await everybody()
  for (const table of ['identities', 'identity_decisions', 'person_merges'])
    await corpus.store.command(`OPTIMIZE TABLE ${table} FINAL`)
  expect(await everybody()).toEqual(before)
  expect(before.length).toBeGreaterThan(20)
})

test('a generation that tells what is different says of everybody what a whole one would, however aliases come and go', async () => {
  const anyUser = fc.integer({ min: 0, max: 14 }).map((nth) => `u${nth}`)
  const anyPair = fc.record({
    kind: fc.constantFrom('alias', 'alias', 'alias', '$unlink', 'merge', 'unlink'),
    from: anyUser,
    to: anyUser,
  })
  const all = Array.from({ length: 15 }, (_, nth) => user(`u${nth}`))
  let different = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyPair, { maxLength: 4 }), { minLength: 3, maxLength: 6 }),
      async (steps) => {
        const name = await put(all)
        const said: Saying[] = []
        for (const step of steps) {
          const sayings = step
            .filter(({ from, to }) => from !== to)
            .map((one, at) => saying(one.kind as Saying['kind'], one.from, one.to, said.length + at))
          said.push(...sayings)
          await tell(name, sayings)
          expect(await peopleOf(name, 0)).toEqual(modelOf(all, said))
          const { joins } = await findProject(name, ask, corpus.store, 0)
          if (joins?.base !== undefined) different++
        }
      },
    ),
    { numRuns: 8 },
  )
  expect(different).toBeGreaterThan(5)
})

async function everybody(): Promise<string[][][]> {
  const projects = await ask<{ project: string }>(
    statement(
      sql`SELECT DISTINCT project FROM identities WHERE project != ${bind('String', '')} ORDER BY project`,
    ),
  )
  const people: string[][][] = []
  for (const { project } of projects) people.push(await peopleOf(project))
  return people
}

const users = async (project: string): Promise<number | null | undefined> => {
  const range = { kind: 'trend' as const, from: '2026-01-10', to: '2026-01-10' }
  const { series } = await corpus.ask<TrendResult>(project, { ...range, series: [{ math: 'unique_users' }] })
  return series[0]?.total
}
const anonymous = (id: string): Ids => ({ user: '', anonymous: id })
const user = (id: string): Ids => ({ user: id, anonymous: '' })
const saying = (kind: Saying['kind'], from: string, to: string, minute = 0): Saying => ({
  kind,
  from,
  to,
  time: NOON + minute * 60_000,
})

test('identify joins what an anonymous visitor did before; the first link of an anonymous id wins, whenever it arrives', async () => {
  const project = await put([anonymous('x'), user('u1'), user('u2')])
  await tell(project, [saying('identify', 'x', 'u2', 5)])
  expect(await peopleOf(project)).toEqual([['0', '2'], ['1']])
  await tell(project, [saying('identify', 'x', 'u1', 1)])
  expect(await peopleOf(project)).toEqual([['0', '1'], ['2']])
  expect(await users(project)).toBe(2)
})

test('identify never merges two user ids, alias does, through chains and circles', async () => {
  const project = await put([user('u1'), user('u2'), user('u3'), anonymous('u3')])
  await tell(project, [saying('identify', 'u1', 'u2')])
  expect(await users(project)).toBe(3)
  await tell(project, [saying('alias', 'u1', 'u2'), saying('alias', 'u2', 'u3'), saying('alias', 'u3', 'u1')])
  expect(await users(project)).toBe(1)
})

test('what an event takes back is taken back from then on, until it is said again; said in any order', async () => {
  const bound = saying('alias', '$identity_email+a@b.c', 'u1', 1)
  const unbound = saying('$unlink', '$identity_email+a@b.c', 'u1', 2)
  const again = saying('alias', '$identity_email+a@b.c', 'u1', 3)
  const project = await put([user('$identity_email+a@b.c'), user('u1')])
  for (const [told, people] of [
    [unbound, 2],
    [bound, 2],
    [again, 1],
    [saying('$unlink', 'u1', '$identity_email+a@b.c', 4), 2],
  ] as const) {
    await tell(project, [told])
    expect(await users(project)).toBe(people)
  }
})

test('a device that was unlinked belongs to whom it was given to next', async () => {
  const project = await put([anonymous('x'), user('u1'), user('u2')])
  await tell(project, [saying('identify', 'x', 'u1', 1), saying('identify', 'x', 'u2', 2)])
  expect(await peopleOf(project)).toEqual([['0', '1'], ['2']])
  await tell(project, [saying('$unlink', 'x', 'u1', 3)])
  expect(await peopleOf(project)).toEqual([['0', '2'], ['1']])
})

test('whoever is joined after a question was asked is joined in the next one, however they are', async () => {
  for (const kind of ['identify', 'alias', 'merge'] as const) {
    const project = await put([
      { user: 'a', anonymous: '' },
      kind === 'identify' ? { user: '', anonymous: 'b' } : { user: 'b', anonymous: '' },
    ])
    expect((await peopleOf(project)).length).toBe(2)
    expect((await peopleOf(project)).length).toBe(2)
    await tell(project, [{ kind, from: 'b', to: 'a', time: 1 }])
    expect((await peopleOf(project)).length).toBe(1)
  }
})

test('what is said of who is whom is written by no view, so that an insert of events says nothing', async () => {
  const views = sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MaterializedView'`
  const said = sql`${views} AND match(create_table_query, 'TO \\S*identit')`
  expect((await ask(statement(views))).length).toBeGreaterThan(0)
  expect(await ask(statement(said))).toEqual([])
})

test('one project’s merges are nothing to another', async () => {
  const events = [anonymous('x'), user('u1')]
  const [one, other] = [await put(events), await put(events)]
  await tell(one, [saying('identify', 'x', 'u1')])
  expect([await users(one), await users(other)]).toEqual([1, 2])
})

test('an id finds its person, as a user where it was ever joined as one', async () => {
  const name = await put([anonymous('x'), user('u1'), user('u2')])
  await tell(name, [
    saying('identify', 'x', 'u1'),
    saying('alias', 'u2', 'u1', 1),
    saying('identify', 'u1', 'z', 2),
  ])
  const project = await findProject(name, ask, corpus.store)
  const [row] = await ask<Record<string, number>>(
    statement(sql`SELECT ${personOfId(project, 'x')} = ${personOfId(project, 'u1')} AS x, ${personOfId(project, 'u2')} = ${personOfId(project, 'u1')} AS u2,
      ${personOfId(project, 'nobody')} = xxHash64('nobody') AS nobody WHERE ${bind('UInt32', 1)}`),
  )
  expect(row).toEqual({ x: 1, u2: 1, nobody: 1 })
})
