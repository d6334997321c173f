/** Answers about some of the people: always the same ones, whole, and as near to all of them as is said. */
import type { FunnelResult, RetentionResult, TrendResult } from '@firefly/protocol/results'
import type { LifecycleResult } from '@firefly/protocol/query/lifecycle'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { samplingOf } from './sampling.ts'
import { type Corpus, type Happening, openCorpus } from './testing/corpus.ts'

const PEOPLE = 4_000
const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 5)
const range = { from: '2026-01-05', to: '2026-01-09' }
const steps = [{ event: 'a' }, { event: 'b' }]

let corpus: Corpus
let project: string
beforeAll(async () => {
  corpus = await openCorpus()
  const events = Array.from({ length: PEOPLE }, (_, at): Happening[] => [
    { event: 'a', person: `p${at}`, time: FIRST + (at % 3) * DAY },
    ...(at % 2 === 0 ? [{ event: 'b', person: `p${at}`, time: FIRST + 3 * DAY + at }] : []),
  ])
  await corpus.put([])
  project = await corpus.put(events.flat())
})
afterAll(() => corpus.close())

const isNear = (told: number, all: number): void =>
  // Twice what is said of 95 of 100, so that a test can rely on it.
  expect(Math.abs(told - all)).toBeLessThan(2 * samplingOf(0.25).errorPerRoot * Math.sqrt(all))

test('numbers of people are as near as is told, shares stay shares, and the same people are asked each time', async () => {
  const sampled = { ...range, sampling: 0.25 }
  const ask = () => corpus.ask<FunnelResult>(project, { kind: 'funnel', ...sampled, steps })
  const funnel = await ask()
  isNear(funnel.steps[0]?.count ?? 0, PEOPLE)
  isNear(funnel.steps[1]?.count ?? 0, PEOPLE / 2)
  expect(funnel.steps[1]?.conversion).toBeCloseTo(
    (funnel.steps[1]?.count ?? 0) / (funnel.steps[0]?.count ?? 1),
    9,
  )
  expect(await ask()).toEqual(funnel)
  const series = [{ math: 'unique_users' as const }, { event: 'b' }]
  const trend = await corpus.ask<TrendResult>(project, { kind: 'trend', ...sampled, series })
  expect(trend.series[0]?.total).toBe(funnel.steps[0]?.count)
  expect(trend.series[1]?.total).toBe(funnel.steps[1]?.count)
  const lifecycle = await corpus.ask<LifecycleResult>(project, {
    kind: 'lifecycle',
    ...sampled,
    interval: 'day',
  })
  expect(lifecycle.new.reduce((sum, one) => sum + one, 0)).toBe(funnel.steps[0]?.count)
  const retention = await corpus.ask<RetentionResult>(project, {
    kind: 'retention',
    ...sampled,
    start: { event: 'a' },
    return: { event: 'b' },
  })
  expect(retention.cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(funnel.steps[0]?.count)
})

test('a share of one is everybody, and what a sample cannot tell is refused by name', async () => {
  const all = await corpus.ask<FunnelResult>(project, { kind: 'funnel', ...range, sampling: 1, steps })
  expect(all.steps.map(({ count }) => count)).toEqual([PEOPLE, PEOPLE / 2])
  const refused = { code: 'unsupported_query', issues: [{ path: 'sampling' }] }
  await expect(corpus.ask(project, { kind: 'realtime', minutes: 5, sampling: 0.1 })).rejects.toMatchObject(
    refused,
  )
  const mixed = [{ event: 'a' }, { event: 'a', math: 'total_per_user' as const }]
  const asked = { kind: 'trend' as const, ...range, sampling: 0.1, series: mixed }
  await expect(corpus.ask(project, asked)).rejects.toMatchObject(refused)
})

test('an average of a sample is told as it is, and how many people it is of is scaled up', async () => {
  const returning = { event: 'a', math: 'avg' as const, property: '$hour' }
  const asked = { kind: 'retention' as const, ...range, start: { event: 'a' }, return: returning }
  const all = await corpus.ask<RetentionResult>(project, asked)
  const some = await corpus.ask<RetentionResult>(project, { ...asked, sampling: 0.25 })
  expect(some.cohorts.map(({ values }) => values)).toEqual(all.cohorts.map(({ values }) => values))
  isNear(some.cohorts[0]?.size ?? 0, all.cohorts[0]?.size ?? 0)
})
