/** Numbers of people against the events themselves: whoever is joined, parted, merged, erased or numbered anew, answers are the same. */
import { setTimeout as sleep } from 'node:timers/promises'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import type { QueryInput } from '@firefly/protocol/query'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { decisionBlock } from '../identity/decisions.ts'
import { parseQuery } from '../parse.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { forget } from '../testing/forget.ts'
import { createSealing } from './sealing.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 5)
const NOW = Date.UTC(2026, 2, 1)
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }
const RANGE = { from: '2026-01-05', to: '2026-01-09', timezone: 'UTC' }
const QUESTIONS: QueryInput[] = [
  { kind: 'trend', ...RANGE, interval: 'day', series: [{ math: 'unique_users' }] },
  { kind: 'trend', ...RANGE, interval: 'week', series: [{ event: 'a', math: 'unique_users' }] },
  { kind: 'retention', ...RANGE, start: { event: 'a' }, return: {}, period: 'day', periods: 4 },
]

const user = fc.constantFrom('u', 'v', 'w', 'x')
/** A device by the name of a user is another id. */
const device = fc.constantFrom('d', 'e', 'f', 'u')
const happening = fc
  .record({
    event: fc.constantFrom('a', 'b'),
    day: fc.nat(4),
    id: fc.oneof(
      user.map((user_id) => ({ user_id, anonymous_id: 'd' })),
      device.map((anonymous_id) => ({ user_id: '', anonymous_id })),
    ),
  })
  .map(({ event, day, id }): Happening => ({ event, person: '', time: FIRST + day * DAY, columns: id }))
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('store' as const),
      events: fc.array(happening, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('identify' as const), from: device, to: user, time: fc.nat(9) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('alias' as const), from: user, to: user, time: fc.nat(9) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('unlink' as const),
      from: fc.oneof(device, user),
      to: user,
      time: fc.nat(9),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('merge' as const), from: user, to: user, time: fc.nat(9) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('part' as const),
      from: fc.oneof(device, user),
      to: user,
      time: fc.nat(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('forget' as const), user: fc.constantFrom('v', 'w', 'x') }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never
/** What happens before days are sealed, whether new numbers are worth it then, and what happens before the next time. */
const chapter = fc.record({
  before: fc.array(act, { minLength: 1, maxLength: 5 }),
  manyApart: fc.constantFrom(0, 1_000),
  after: fc.array(act, { maxLength: 2 }),
})

test('whoever is joined or parted before and after days are sealed, bits say what the events say', async () => {
  const used = { bits: 0, alone: 0, renumbered: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 10, maxLength: 20 }),
      fc.array(chapter, { minLength: 2, maxLength: 3 }),
      async (events, chapters) => {
        const project = await corpus.put(events)
        for (const { before, manyApart, after } of chapters) {
          for (const one of before) await perform(project, one)
          // What is told, or taken out, in the second in which it is looked up may be too late for it.
          await sleep(1_050)
          await look(project, manyApart)
          used.renumbered += (await numbering(project)) > 1 ? 1 : 0
          await compareAll(project, used)
          for (const one of after) await perform(project, one)
          await compareAll(project, used)
        }
      },
    ),
    { numRuns: 3 },
  )
  expect(used.bits).toBeGreaterThan(15)
  expect(used.alone).toBeGreaterThan(2)
  expect(used.renumbered).toBeGreaterThan(0)
}, 300_000)

let acts = 0

async function perform(project: string, one: Act): Promise<void> {
  const token = `${project} ${acts++}`
  switch (one.do) {
    case 'store':
      return corpus.add(project, one.events)
    case 'forget':
      return forget(corpus.store, project, one.user)
    case 'merge':
    case 'part': {
      const kind = one.do === 'merge' ? ('merge' as const) : ('unlink' as const)
      const decision = {
        project,
        kind,
        from: one.from,
        to: one.to,
        time: one.time,
        by: '',
        reason: '',
        id: token,
      }
      return corpus.store.insert(decisionBlock([decision], token))
    }
    default: {
      const said = {
        project,
        from: one.from,
        to: one.to,
        time: one.time,
        partition: 0,
        offset: acts,
        place: 0,
      }
      const block = linkBlock([{ ...said, kind: one.do, messageId: token }], token)
      return corpus.store.insert(block)
    }
  }
}

async function compareAll(project: string, used: { bits: number; alone: number }): Promise<void> {
  for (const asked of QUESTIONS) {
    const answers = [true, false].map((rolledUp) => ask(project, asked, rolledUp, used))
    const [rolled, plain] = await Promise.all(answers)
    expect(rolled, JSON.stringify(asked)).toEqual(plain)
  }
}

async function ask(
  project: string,
  asked: QueryInput,
  rolledUp: boolean,
  used: { bits: number; alone: number },
): Promise<unknown> {
  const watched: Store = {
    ...corpus.store,
    query: (select, limits) => {
      if (select.sql.includes('groupBitmapMerge')) {
        used.bits++
        if (!select.sql.includes('people_days')) used.alone++
      }
      return corpus.store.query(select, limits)
    },
  }
  const options = { store: watched, project, limits: LIMITS, timezone: 'UTC', now: NOW, rolledUp }
  return (await answerQuery(parseQuery(asked), options)).result
}

async function numbering(project: string): Promise<number> {
  const select = sql`SELECT max(numbering) AS last FROM settled_numbers WHERE project = ${bind('String', project)}`
  return (await corpus.store.query<{ last: number }>(statement(select))).rows[0]?.last ?? 0
}

const look = (project: string, manyApart: number): Promise<number> =>
  createSealing({
    store: corpus.store,
    calendars: ['utc'],
    what: ['people'],
    project,
    clock: () => NOW,
    quietMs: 0,
    leastEvents: 1,
    manyApart,
    onFailure: (error) => {
      throw error
    },
  }).look()
