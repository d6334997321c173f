/** The people behind numbers of paths, sessions, money and the rest, on the real engine. */
import type { QueryInput } from '@firefly/protocol/query'
import type { AnomalyResult } from '@firefly/protocol/query/anomaly'
import type { CorrelationResult } from '@firefly/protocol/query/correlation'
import type { ExplainResult } from '@firefly/protocol/query/explain'
import type { DistributionResult } from '@firefly/protocol/query/distribution'
import type { IntervalResult } from '@firefly/protocol/query/interval'
import type { LtvResult } from '@firefly/protocol/query/ltv'
import type { RealtimeResult } from '@firefly/protocol/query/realtime'
import type { RfmResult } from '@firefly/protocol/query/rfm'
import type { SessionResult } from '@firefly/protocol/query/session'
import type { FunnelResult, RetentionResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyLog } from '../testing/any-log.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const NOON = Date.UTC(2026, 0, 10, 12)
const NOW = NOON + 9 * DAY
/** A dozen, evenly spread. */
const someOf = <Item>(items: readonly Item[]): Item[] =>
  items.filter((_, at) => at % Math.ceil(items.length / 12) === 0)
const range = { from: '2026-01-09', to: '2026-01-12' }
const log = anyLog({
  from: NOON - 3 * DAY,
  to: NOON + 5 * DAY,
  maxLength: 60,
  people: ['p', 'q', 'r', 's', 't'],
})

describe('as many people as each number said, of the other kinds', () => {
  type Cell = [object, object, number]
  const check = (
    name: string,
    query: object,
    cells: (result: never) => [pick: object, people: number][],
  ): void => {
    test(name, () =>
      fc.assert(
        fc.asyncProperty(log, async (events) => {
          const project = await corpus.put(events)
          const asked = { ...range, ...query }
          const all = cells(await corpus.ask<never>(project, asked as QueryInput, NOW)).map(
            ([pick, expected]): Cell => [asked, pick, expected],
          )
          for (const [of, pick, expected] of someOf(all)) {
            const { persons } = await corpus.persons(project, { query: of, pick }, NOW)
            expect([pick, persons.length]).toEqual([pick, expected])
          }
        }),
        { numRuns: 1 },
      ),
    )
  }
  const steps = [{ event: 'a' }, { event: 'b' }]
  check(
    'funnel over time',
    { kind: 'funnel', steps, trendInterval: 'day', timeToConvert: { ranges: [3_600, 86_400] } },
    ({ trend, timeToConvert }: FunnelResult) => [
      ...(trend?.buckets ?? []).flatMap((bucket, at): [object, number][] => [
        [{ step: 0, bucket }, trend?.entered[at] ?? 0],
        [{ step: 1, bucket }, trend?.converted[at] ?? 0],
      ]),
      ...(timeToConvert?.histogram ?? []).map(({ count }, time): [object, number] => [
        { step: 1, time },
        count,
      ]),
    ],
  )
  check(
    'retention in brackets',
    { kind: 'retention', start: {}, return: { event: 'b' }, brackets: [1, 3] },
    ({ cohorts }: RetentionResult) =>
      cohorts.flatMap(({ start, values }) =>
        values.map((value, period): [object, number] => [{ cohort: start, period }, value]),
      ),
  )
  check(
    'realtime',
    { kind: 'realtime', minutes: 1_440, to: '2026-01-11' },
    ({ activeUsers, topEvents, platforms, perMinute }: RealtimeResult) => [
      [{}, activeUsers],
      ...topEvents.map(({ name, users }): [object, number] => [{ event: name }, users]),
      ...platforms.map(({ name, users }): [object, number] => [{ platform: name }, users]),
      ...perMinute.flatMap(({ minute, users }): [object, number][] =>
        users > 0 ? [[{ minute }, users]] : [],
      ),
    ],
  )
  check(
    'interval',
    { kind: 'interval', start: { event: 'a' }, end: { event: 'b' } },
    ({ users }: IntervalResult) => [[{}, users]],
  )
  check('distribution', { kind: 'distribution', event: 'a' }, ({ users, ranges }: DistributionResult) => [
    [{}, users],
    ...ranges.map(({ users: own }, at): [object, number] => [{ range: at }, own]),
  ])
  check('session', { kind: 'session' }, ({ total, buckets, entryPages, exitPages }: SessionResult) => [
    [{}, total.users],
    ...buckets.map(({ bucket, users }): [object, number] => [{ bucket }, users]),
    ...entryPages.map(({ name, users }): [object, number] => [{ entryPage: name }, users]),
    ...exitPages.map(({ name, users }): [object, number] => [{ exitPage: name }, users]),
  ])
  check(
    'ltv',
    { kind: 'ltv', period: 'day', revenue: { event: 'b', property: 'price' } },
    ({ cohorts }: LtvResult) => cohorts.map(({ start, size }): [object, number] => [{ cohort: start }, size]),
  )
  check(
    'correlation',
    { kind: 'correlation', steps, minimum: 1, limit: 200 },
    ({ converted, dropped, correlations }: CorrelationResult) => [
      [{ converted: true }, converted],
      [{ converted: false }, dropped],
      ...correlations.flatMap(({ value, ...one }): [object, number][] => [
        [{ value, converted: true }, one.converted],
        [{ value, converted: false }, one.dropped],
      ]),
    ],
  )
  check(
    'anomaly',
    { kind: 'anomaly', series: [{ event: 'a', math: 'unique_users' }] },
    ({ buckets, series }: AnomalyResult) =>
      buckets.map((bucket, at): [object, number] => [{ bucket }, series[0]?.values[at] ?? 0]),
  )
  check(
    'explain',
    { kind: 'explain', series: { math: 'unique_users' }, properties: ['shop', '$event'] },
    ({ now, before, groups }: ExplainResult) => [
      [{}, now],
      [{ before: true }, before],
      ...groups.map(({ property, value, now: own }): [object, number] => [{ property, value }, own]),
    ],
  )
  check('rfm', { kind: 'rfm', event: 'a', property: 'price', scores: 3 }, ({ users, groups }: RfmResult) => [
    [{}, users],
    ...groups.map(({ recency, frequency, monetary, users: own }): [object, number] => [
      { recency, frequency, monetary },
      own,
    ]),
  ])
})

describe('those that are meant', () => {
  const page = (person: string, minute: number, pathname: string) => ({
    event: '$pageview',
    person,
    time: NOON + minute * 60_000,
    columns: { pathname },
  })
  const order = (person: string, minute: number) => ({
    event: 'order',
    person,
    time: NOON + minute * 60_000,
    properties: { price: '5' },
  })
  const who = async (query: object, pick: object): Promise<string[]> => {
    const project = await corpus.put([
      page('p', 0, '/a'),
      page('p', 1, '/b'),
      order('p', 2),
      page('q', 0, '/a'),
      page('r', 0, '/c'),
      order('r', 1),
      order('s', 0),
    ])
    const { persons } = await corpus.persons(project, { query: { ...range, ...query }, pick }, NOW)
    return persons.flatMap(({ distinctIds }) => distinctIds).toSorted()
  }
  test('of a path: who comes to a node, ends there, goes on', async () => {
    const path = { kind: 'path', by: '$pathname' }
    expect(await who(path, { node: '1_/a' })).toEqual(['p', 'q'])
    expect(await who(path, { exit: '1_/a' })).toEqual(['q'])
    expect(await who(path, { source: '1_/a', target: '2_/b' })).toEqual(['p'])
    await expect(who(path, { node: '/a' })).rejects.toMatchObject({ issues: [{ path: 'pick.node' }] })
  })
  test('of an attribution: whose conversions are owed to a value, to nothing, or who converted', async () => {
    const last = { kind: 'attribution', target: { event: 'order' }, by: '$pathname' }
    expect(await who(last, { value: '/b' })).toEqual(['p'])
    expect(await who(last, { value: '/a' })).toEqual([])
    expect(await who({ ...last, model: 'linear' }, { value: '/a' })).toEqual(['p'])
    expect(await who(last, { unattributed: true })).toEqual(['s'])
    expect(await who(last, {})).toEqual(['p', 'r', 's'])
  })
  test('of a lifetime value: who has paid by then', async () => {
    const ltv = { kind: 'ltv', period: 'day', revenue: { event: 'order', property: 'price' } }
    const cohort = '2026-01-10T00:00:00+00:00'
    expect(await who(ltv, { cohort })).toEqual(['p', 'q', 'r', 's'])
    expect(await who(ltv, { cohort, period: 0 })).toEqual(['p', 'r', 's'])
  })
})
