/** The people behind numbers on the real engine: as many as the answer said, and those that it meant. */
import type { QueryInput } from '@firefly/protocol/query'
import { LIFECYCLE_STATES, type PersonsResult } from '@firefly/protocol/query/persons'
import type { FunnelResult, RetentionResult, TrendResult } from '@firefly/protocol/results'
import type { LifecycleResult } from '@firefly/protocol/query/lifecycle'
import type { StickinessResult } from '@firefly/protocol/query/stickiness'
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

describe('as many people as each number said', () => {
  const check = (
    name: string,
    cells: (ask: <Result>(query: object) => Promise<Result>) => Promise<[object, object, number][]>,
  ): void => {
    test(name, () =>
      fc.assert(
        fc.asyncProperty(log, async (events) => {
          const project = await corpus.put(events)
          const ask = <Result>(query: object) =>
            corpus.ask<Result>(project, { ...range, ...query } as QueryInput, NOW)
          for (const [query, pick, expected] of someOf(await cells(ask))) {
            const { persons } = await corpus.persons(project, { query: { ...range, ...query }, pick }, NOW)
            expect([pick, persons.length]).toEqual([pick, expected])
          }
        }),
        { numRuns: 1 },
      ),
    )
  }
  check('trend', async (ask) => {
    const query = { kind: 'trend', series: [{ event: 'a', math: 'unique_users' }, { math: 'weekly_active' }] }
    const { buckets, series } = await ask<TrendResult>(query)
    const grouped = {
      kind: 'trend',
      series: [{ math: 'unique_users' }],
      breakdowns: [{ property: 'shop' }, { property: '$event' }],
    }
    const [line] = (await ask<TrendResult>(grouped)).series
    const largest = {
      kind: 'trend',
      series: [{ math: 'unique_users' }],
      breakdown: { property: '$event', limit: 1 },
      otherGroups: true,
    }
    const others = (await ask<TrendResult>(largest)).series.find(({ other }) => other)
    return [
      ...series.flatMap(({ values }, at): [object, object, number][] =>
        values.map((value, bucket) => [query, { series: at, bucket: buckets[bucket] }, value ?? 0]),
      ),
      [query, {}, series[0]?.total ?? 0],
      ...(line
        ? [[grouped, { breakdown: line.breakdowns }, line.total ?? 0] as [object, object, number]]
        : []),
      ...(others
        ? [
            [largest, { other: true }, others.total ?? 0] as [object, object, number],
            ...others.values.map((value, bucket): [object, object, number] => [
              largest,
              { other: true, bucket: buckets[bucket] },
              value ?? 0,
            ]),
          ]
        : []),
    ]
  })
  check('funnel', async (ask) => {
    const all: [object, object, number][] = []
    for (const order of ['ordered', 'strict', 'unordered']) {
      const query = {
        kind: 'funnel',
        order,
        steps: [{ event: 'a' }, { event: 'b' }, { event: '$pageview' }],
        breakdown: { property: 'shop' },
      }
      const { steps, breakdowns = [] } = await ask<FunnelResult>(query)
      for (const [step, { count }] of steps.entries()) {
        all.push(
          [query, { step }, count],
          [query, { step, dropped: true }, count - (steps[step + 1]?.count ?? 0)],
        )
        for (const { value, steps: own } of breakdowns)
          all.push([query, { step, breakdown: value }, own[step]?.count ?? 0])
      }
    }
    return all
  })
  check('funnel with optional steps, and with a property held', async (ask) => {
    const optional = {
      kind: 'funnel',
      steps: [{ event: 'a' }, { event: 'b', optional: true }, { event: '$pageview' }],
    }
    const held = { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }], hold: ['shop'] }
    const [one, two] = [await ask<FunnelResult>(optional), await ask<FunnelResult>(held)]
    return [
      ...one.steps.map(({ count }, step): [object, object, number] => [optional, { step }, count]),
      ...two.steps.map(({ count }, step): [object, object, number] => [held, { step }, count]),
    ]
  })
  check('retention', async (ask) => {
    const query = {
      kind: 'retention',
      start: { event: 'a' },
      return: { event: 'b' },
      periods: 3,
      counting: 'on_or_after',
    }
    const { cohorts } = await ask<RetentionResult>(query)
    return cohorts.flatMap(({ start, values }) =>
      values.map((value, period): [object, object, number] => [query, { cohort: start, period }, value]),
    )
  })
  check('lifecycle', async (ask) => {
    const query = { kind: 'lifecycle', event: 'a' }
    const result = await ask<LifecycleResult>(query)
    return LIFECYCLE_STATES.flatMap((state) =>
      result.buckets.map((bucket, at): [object, object, number] => [
        query,
        { bucket, state },
        Math.abs(result[state][at] ?? 0),
      ]),
    )
  })
  check('stickiness', async (ask) => {
    const query = { kind: 'stickiness', series: [{ event: 'a' }, {}], cumulative: true }
    const { series } = await ask<StickinessResult>(query)
    return series.flatMap(({ counts }, at) =>
      counts.map((count, most): [object, object, number] => [
        query,
        { series: at, intervals: most + 1 },
        count,
      ]),
    )
  })
})

test('they are named by their ids, page by page, each once', async () => {
  const people = Array.from({ length: 7 }, (_, at) => `person ${at}`)
  const project = await corpus.put(
    [...people, ...people].map((person) => ({ event: 'a', person, time: NOON })),
  )
  const seen: PersonsResult['persons'] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: PersonsResult = await corpus.persons(project, {
      query: { kind: 'trend', ...range, series: [{}] },
      pick: {},
      limit: 3,
      ...(after && { after }),
    })
    seen.push(...page.persons)
    after = page.next
  }
  expect(seen.flatMap(({ distinctIds }) => distinctIds).toSorted()).toEqual(people)
  expect(seen[0]?.lastSeen).toBe('2026-01-10T12:00:00.000Z')
})

test('a number that the answer does not have is named', async () => {
  const wrong: [object, object, string][] = [
    [{ kind: 'trend', series: [{}] }, { series: 1 }, 'pick.series'],
    [{ kind: 'trend', series: [{}] }, { bucket: '2020-01-01' }, 'pick.bucket'],
    [{ kind: 'trend', series: [{}] }, { step: 1 }, 'pick.step'],
    [{ kind: 'trend', series: [{}] }, { other: true }, 'pick.other'],
    [
      { kind: 'trend', series: [{}], breakdown: { property: '$event' }, otherGroups: true },
      { other: true, breakdown: 'a' },
      'pick.other',
    ],
    [{ kind: 'funnel', steps: [{ event: 'a' }] }, { step: 1 }, 'pick.step'],
    [{ kind: 'path' }, { node: 5 }, 'pick.node'],
    [{ kind: 'distribution' }, { range: 99 }, 'pick.range'],
    [{ kind: 'interval', start: { event: 'a' }, end: { event: 'b' } }, { range: 99 }, 'pick.range'],
    [{ kind: 'funnel', steps: [{ event: 'a' }] }, { step: 0, time: 1 }, 'pick.time'],
  ]
  for (const [query, pick, path] of wrong)
    await expect(corpus.persons('nobody', { query: { ...range, ...query }, pick })).rejects.toMatchObject({
      issues: [{ path }],
    })
})
