/** Groups by cohort on the real engine: each is the question of its people alone. */
import type { QueryInput } from '@firefly/protocol/query'
import type { FunnelResult, RetentionResult, TrendResult } from '@firefly/protocol/results'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-10', to: '2026-01-11' }
const at = (event: string, person: string, hour = 0): Happening => ({
  event,
  person,
  time: NOON + hour * 3_600_000,
})
const log = [
  at('a', 'p'),
  at('b', 'p', 1),
  at('a', 'q'),
  at('vip', 'q'),
  at('a', 'r'),
  at('vip', 'p'),
  at('a', 'p', 24),
]
const byCohort = [
  { name: 'Very important', cohort: { did: { event: 'vip' } } },
  { cohort: { did: { event: 'b' } } },
  { cohort: { not: { any: [{ did: { event: 'vip' } }, { did: { event: 'b' } }] } } },
]
const ask = async <Result>(more: object): Promise<Result> =>
  corpus.ask<Result>(await corpus.put(log), { ...range, byCohort, ...more } as QueryInput)

test('a trend has a line for each, and whoever is in several counts in each', async () => {
  const series = [{ event: 'a', math: 'unique_users' }, { event: 'a' }]
  const result = await ask<TrendResult>({ kind: 'trend', series })
  expect(result.series.map(({ name, breakdown, values, total }) => [name, breakdown, values, total])).toEqual(
    [
      ['a', 'Very important', [2, 1], 2],
      ['a', 'Cohort 2', [1, 1], 1],
      ['a', 'Cohort 3', [1, 0], 1],
      ['a', 'Very important', [2, 1], 3],
      ['a', 'Cohort 2', [1, 1], 2],
      ['a', 'Cohort 3', [1, 0], 1],
    ],
  )
})

test('a funnel has everybody, and each of them', async () => {
  const { steps, breakdowns } = await ask<FunnelResult>({
    kind: 'funnel',
    steps: [{ event: 'a' }, { event: 'b' }],
  })
  expect(steps.map(({ count }) => count)).toEqual([3, 1])
  expect(breakdowns?.map(({ value, steps: own }) => [value, ...own.map(({ count }) => count)])).toEqual([
    ['Very important', 2, 1],
    ['Cohort 2', 1, 1],
    ['Cohort 3', 1, 0],
  ])
})

test('retention has a table for each', async () => {
  const { cohorts } = await ask<RetentionResult>({
    kind: 'retention',
    start: { event: 'a' },
    return: { event: 'a' },
    periods: 2,
  })
  expect(
    cohorts.filter(({ start }) => start.startsWith('2026-01-10')).map((one) => [one.breakdown, one.values]),
  ).toEqual([
    ['Very important', [2, 1]],
    ['Cohort 2', [1, 1]],
    ['Cohort 3', [1, 0]],
  ])
})

test('the people of a group, and what is wrong', async () => {
  const project = await corpus.put(log)
  const query = { kind: 'trend', ...range, series: [{ event: 'a' }], byCohort }
  const { persons } = await corpus.persons(project, { query, pick: { breakdown: 'Very important' } })
  expect(persons).toHaveLength(2)
  await expect(corpus.persons(project, { query, pick: { breakdown: 'Nobody' } })).rejects.toMatchObject({
    issues: [{ path: 'pick.breakdown' }],
  })
  await expect(ask({ kind: 'trend', series: [{}], breakdown: { property: '$event' } })).rejects.toMatchObject(
    {
      issues: [{ path: 'byCohort' }],
    },
  )
  await expect(ask({ kind: 'trend', series: [{}], byCohort: [{ cohort: 'unknown' }] })).rejects.toMatchObject(
    {
      issues: [{ path: 'byCohort.0.cohort' }],
    },
  )
})
