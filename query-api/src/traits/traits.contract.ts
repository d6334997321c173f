/** Properties of people on the real engine: as of now and as of the event, over all ids of a person, like a slow model. */
import { type GroupChange, groupChangeBlock } from '@firefly/clickhouse/tables/group-changes'
import { type UserChange, userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import type { FunnelResult, RetentionResult, TrendResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLES } from '../openapi/examples.ts'
import { parseQuery } from '../parse.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { scatteredIds } from '../testing/scattered.ts'
import { knownOf, type Word } from '../testing/traits.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-10', to: '2026-01-10' }
const at = (event: string, person: string, minute: number): Happening => ({
  event,
  person,
  time: NOON + minute * 60_000,
})
const word = (person: string, minute: number, kind: Word['kind'], name = '', value = ''): Word => ({
  person,
  name,
  kind,
  value,
  time: NOON + minute * 60_000,
})

/** Said under any of the ids of a person, in blocks that come in the order given. */
async function tell(project: string, words: readonly Word[], scattered: boolean): Promise<void> {
  const changes = words.map((one, offset): UserChange => {
    const ids = scattered ? scatteredIds(one.person, offset) : { user_id: one.person, anonymous_id: '' }
    const value = one.kind === 'append' ? JSON.stringify([one.value]) : one.value
    const place = { partition: 0, offset, place: 0, messageId: `w${offset}` }
    const who = { user: ids.user_id, anonymous: ids.anonymous_id }
    return { project, name: one.name, kind: one.kind, time: one.time, value, ...who, ...place }
  })
  if (changes.length === 0) return
  await corpus.store.insert(userChangeBlock(changes, `words ${project}`))
  // A replay under another name tells all of it again.
  await corpus.store.insert(userChangeBlock(changes, `words ${project} again`))
}

/** Projects of even numbers are scattered, which the corpus decides by counting them. */
let made = 0
async function put(events: readonly Happening[], words: readonly Word[]): Promise<string> {
  const project = await corpus.put(events)
  await tell(project, words, ++made % 2 === 0)
  return project
}

async function countsBy(
  project: string,
  asOf?: 'now' | 'event',
): Promise<[string | null | undefined, unknown][]> {
  const breakdown = { property: 'plan', source: 'user' as const, ...(asOf && { asOf }) }
  const { series } = await corpus.ask<TrendResult>(project, {
    kind: 'trend',
    ...range,
    series: [{}],
    breakdown,
  })
  return series.map((one) => [one.breakdown, one.total])
}

const anyWords = fc.array(
  fc.record({
    person: fc.constantFrom('p', 'q'),
    name: fc.constantFrom('plan', 'plan', 'plan', 'other'),
    kind: fc.constantFrom(
      'set' as const,
      'set_once' as const,
      'increment' as const,
      'append' as const,
      'unset' as const,
    ),
    value: fc.constantFrom('free', 'paid', '2', '-0.5', 'a"b'),
    time: fc.integer({ min: 0, max: 20 }).map((minute) => NOON + minute * 60_000),
  }),
  { maxLength: 10 },
)
const anyDeletes = fc.array(
  fc.integer({ min: 0, max: 20 }).map((minute) => word('p', minute, 'delete')),
  { maxLength: 1 },
)
const anyEvents = fc.array(
  fc.record({ person: fc.constantFrom('p', 'q', 'r'), minute: fc.integer({ min: 0, max: 22 }) }),
  { maxLength: 15 },
)

test('any order of words, increments and lists included, is known as of now and as of each event', async () => {
  await fc.assert(
    fc.asyncProperty(anyWords, anyDeletes, anyEvents, async (said, deletes, moments) => {
      const words = [...said, ...deletes]
      const events = moments.map(({ person, minute }) => at('a', person, minute))
      const project = await put(events, words)
      const model = (known: (one: Happening) => string | undefined): Map<string | null, number> => {
        const counts = new Map<string | null, number>()
        for (const one of events) counts.set(known(one) ?? null, (counts.get(known(one) ?? null) ?? 0) + 1)
        return counts
      }
      expect(new Map(await countsBy(project))).toEqual(model(({ person }) => knownOf(words, person, 'plan')))
      expect(new Map(await countsBy(project, 'event'))).toEqual(
        model(({ person, time }) => knownOf(words, person, 'plan', time)),
      )
      const filters = [{ property: 'plan', source: 'user' as const, operator: 'eq' as const, value: 'paid' }]
      const { series } = await corpus.ask<TrendResult>(project, {
        kind: 'trend',
        ...range,
        filters,
        series: [{}],
      })
      expect(series[0]?.total).toBe(
        events.filter(({ person }) => knownOf(words, person, 'plan') === 'paid').length,
      )
    }),
    { numRuns: 30 },
  )
})

test('what is said under one id of a person is known under all of them, and squashing changes nothing', async () => {
  const events = [0, 1, 2, 3].map((minute) => at('a', 'p', minute))
  const words = [word('p', 0, 'set', 'plan', 'free'), word('p', 2, 'set', 'plan', 'paid')]
  for (let round = 0; round < 2; round++) {
    const project = await put(events, words)
    const answers = async (): Promise<unknown> => [await countsBy(project), await countsBy(project, 'event')]
    const before = await answers()
    expect(before).toEqual([
      [['paid', 4]],
      [
        ['free', 2],
        ['paid', 2],
      ],
    ])
    await corpus.store.command('OPTIMIZE TABLE user_changes FINAL')
    expect(await answers()).toEqual(before)
  }
})

test('every kind takes properties of people: filters of steps and cohorts, and breakdowns', async () => {
  for (let round = 0; round < 2; round++) {
    const events = [at('a', 'p', 0), at('b', 'p', 5), at('a', 'q', 0), at('b', 'q', 5)]
    const words = [
      word('p', 2, 'set', 'plan', 'paid'),
      word('q', 0, 'set', 'plan', 'free'),
      word('p', 1, 'increment', 'age', '30'),
    ]
    const project = await put(events, words)
    const paid = { property: 'plan', source: 'user' as const, operator: 'eq' as const, value: 'paid' }
    const funnel = async (filters: object[]): Promise<number[]> =>
      (
        await corpus.ask<FunnelResult>(project, {
          kind: 'funnel',
          ...range,
          steps: [{ event: 'a', filters: filters as never }, { event: 'b' }],
        })
      ).steps.map(({ count }) => count)
    expect(await funnel([paid])).toEqual([1, 1])
    expect(await funnel([{ ...paid, asOf: 'event' }])).toEqual([0, 0])
    expect(
      await funnel([{ cohort: { did: { event: 'b', filters: [{ ...paid, asOf: 'event' }] } } }]),
    ).toEqual([1, 1])
    expect(await funnel([{ cohort: { has: paid } }])).toEqual([1, 1])
    expect(await funnel([{ cohort: { not: { has: paid } } }])).toEqual([1, 1])
    expect(await funnel([paid, { property: 'age', source: 'user', operator: 'gte', value: 30 }])).toEqual([
      1, 1,
    ])
    const breakdown = { property: 'plan', source: 'user' as const }
    const byPlan = await corpus.ask<FunnelResult>(project, {
      kind: 'funnel',
      ...range,
      steps: [{ event: 'a' }, { event: 'b' }],
      breakdown,
    })
    expect(byPlan.breakdowns?.map(({ value }) => value).toSorted()).toEqual(['free', 'paid'])
    const retained = await corpus.ask<RetentionResult>(project, {
      kind: 'retention',
      ...range,
      start: { event: 'a' },
      return: { event: 'b' },
      period: 'hour',
      periods: 1,
      breakdown,
    })
    expect(retained.cohorts.filter(({ size }) => size > 0)).toHaveLength(2)
    // Of joined people too, and once is enough.
    for (const { value } of round === 1 ? Object.values(EXAMPLES) : []) {
      const query = parseQuery({ ...value, filters: [{ any: [paid, { ...paid, asOf: 'event' }] }] })
      expect(await corpus.ask(project, query as never)).toBeDefined()
    }
    const people = await corpus.persons(project, {
      query: { kind: 'trend', ...range, series: [{ event: 'a' }], breakdown },
      pick: { breakdown: 'paid' },
    })
    expect(people.persons).toHaveLength(1)
  }
})

test('a property of a group is that of the group its people are in, now or when the event happened', async () => {
  for (let round = 0; round < 2; round++) {
    const events = [at('a', 'p', 0), at('a', 'p', 9), at('a', 'q', 9), at('a', 'r', 9)]
    const words = [
      word('p', 0, 'set', '$group', 'acme'),
      word('p', 5, 'set', '$group', 'beta'),
      word('q', 0, 'set', '$group', 'acme'),
    ]
    const project = await put(events, words)
    const told = (group: string, name: string, value: string, minute: number): GroupChange => ({
      project,
      type: '',
      group,
      kind: 'set',
      name,
      value,
      time: NOON + minute * 60_000,
      partition: 0,
      offset: minute,
      place: 0,
    })
    const changes = [
      told('acme', 'size', 'small', 0),
      told('acme', 'size', 'large', 3),
      told('beta', 'size', 'small', 0),
    ]
    await corpus.store.insert(groupChangeBlock(changes, `groups ${project}`))
    const bySize = async (asOf: 'now' | 'event'): Promise<unknown> => {
      const breakdown = { property: 'size', source: 'group' as const, asOf }
      const { series } = await corpus.ask<TrendResult>(project, {
        kind: 'trend',
        ...range,
        series: [{}],
        breakdown,
      })
      return Object.fromEntries(series.map((one) => [String(one.breakdown), one.total]))
    }
    expect(await bySize('now')).toEqual({ small: 2, large: 1, null: 1 })
    expect(await bySize('event')).toEqual({ large: 1, small: 2, null: 1 })
    const filters = [{ property: 'size', source: 'group' as const, operator: 'eq' as const, value: 'small' }]
    const { series } = await corpus.ask<TrendResult>(project, {
      kind: 'trend',
      ...range,
      filters,
      series: [{ math: 'unique_users' }],
    })
    expect(series[0]?.total).toBe(1)
  }
})

const anyGroupWords = fc.array(
  fc.record({
    type: fc.constantFrom('', 'company', 'company'),
    person: fc.constantFrom('acme', 'beta'),
    name: fc.constantFrom('size', 'size', 'other'),
    kind: fc.constantFrom('set', 'set', 'set_once', 'increment', 'append', 'unset', 'delete'),
    value: fc.constantFrom('small', '2', 'a"b'),
    time: fc.integer({ min: 0, max: 20 }).map((minute) => NOON + minute * 60_000),
  }),
  { maxLength: 12 },
) as fc.Arbitrary<(Word & { type: string })[]>
const anyMemberships = fc.array(
  fc.record({
    person: fc.constantFrom('p', 'q'),
    name: fc.constantFrom('$group', '$group_company'),
    kind: fc.constant('set' as const),
    value: fc.constantFrom('acme', 'beta'),
    time: fc.integer({ min: 0, max: 20 }).map((minute) => NOON + minute * 60_000),
  }),
  { maxLength: 6 },
)
const anyGroupedEvents = fc.array(
  fc.record({
    person: fc.constantFrom('p', 'q', 'r'),
    minute: fc.integer({ min: 0, max: 22 }),
    groups: fc.constantFrom(undefined, undefined, { company: 'acme' }, { branch: '7', company: 'beta' }),
  }),
  { minLength: 1, maxLength: 12 },
)

test('of groups of every type all is known that is known of people: as of now and as of each event, of the group it names or of its person’s', async () => {
  const anyAsked = fc.record({
    property: fc.constantFrom('size', 'size', '$group'),
    asOf: fc.constantFrom('now' as const, 'event' as const),
    groupType: fc.constantFrom(undefined, 'company', 'company'),
  })
  await fc.assert(
    fc.asyncProperty(
      anyGroupWords,
      anyMemberships,
      anyGroupedEvents,
      anyAsked,
      async (said, memberships, events, asked) => {
        const told = events.map(({ groups, ...one }) => ({
          ...at('a', one.person, one.minute),
          groups,
          ...(groups && { properties: { $groups: JSON.stringify(groups) } }),
        }))
        const words = said.map((one) => (one.kind === 'delete' ? { ...one, name: '' } : one))
        const project = await put(told, memberships)
        await tellOfGroups(project, words)
        const { property, asOf, groupType: type } = asked
        const known = (one: (typeof told)[number]): string | undefined => {
          const until = asOf === 'event' ? one.time : Infinity
          const membership = knownOf(memberships, one.person, type ? `$group_${type}` : '$group', until)
          const group = (type === 'company' ? one.groups?.company : undefined) ?? membership
          if (property === '$group' || group === undefined) return group
          return knownOf(
            words.filter((word) => word.type === (type ?? '')),
            group,
            property,
            until,
          )
        }
        const breakdown = { property, source: 'group' as const, asOf, ...(type && { groupType: type }) }
        const query = { kind: 'trend' as const, ...range, series: [{}], breakdown }
        const { series } = await corpus.ask<TrendResult>(project, query)
        const counts = new Map<string | null, number>()
        for (const one of told) counts.set(known(one) ?? null, (counts.get(known(one) ?? null) ?? 0) + 1)
        expect(new Map(series.map((one) => [one.breakdown, one.total]))).toEqual(counts)
      },
    ),
    { numRuns: 20 },
  )
})

/** In the order given, and all of it twice. */
async function tellOfGroups(project: string, words: readonly (Word & { type: string })[]): Promise<void> {
  const changes = words.map(({ person: group, value, ...one }, offset): GroupChange => {
    const text = one.kind === 'append' ? JSON.stringify([value]) : value
    return { ...one, project, group, value: text, partition: 0, offset, place: 0 }
  })
  for (const token of changes.length > 0 ? ['once', 'twice'] : [])
    await corpus.store.insert(groupChangeBlock(changes, `groups ${project} ${token}`))
}

test('a type belongs to a group alone', () => {
  const breakdown = { property: 'a', source: 'user', groupType: 'company' }
  expect(() => parseQuery({ kind: 'trend', ...range, series: [{}], breakdown })).toThrow(
    expect.objectContaining({
      issues: [{ path: 'breakdown.groupType', message: 'expected source group beside it' }],
    }),
  )
})

test('of what time a property of an event is cannot be asked', () => {
  const query = { kind: 'trend', ...range, series: [{}], breakdown: { property: 'a', asOf: 'now' } }
  expect(() => parseQuery(query)).toThrow(
    expect.objectContaining({
      issues: [{ path: 'breakdown.asOf', message: 'expected source user or group beside it' }],
    }),
  )
})
