/** Anomalies on the real engine: a day that is not like its weekday before is told, and weekends are not. */
import type { AnomalyResult } from '@firefly/protocol/query/anomaly'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { median } from '../../testing/plain.ts'
import { expectationOf, scoreOf } from './scores.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 1, 12)
const DAY = 86_400_000
const question = { kind: 'anomaly' as const, from: '2026-02-02', to: '2026-02-08', series: [{ event: 'a' }] }
/** `counts` are of the days of 2026. */
const days = (counts: readonly number[]): Happening[] =>
  counts.flatMap((count, day) =>
    Array.from({ length: count }, (_, at) => ({ event: 'a', person: `p${at}`, time: NOON + day * DAY })),
  )
/** A quiet Saturday and Sunday in each week; January began on a Thursday. */
const weekly = Array.from({ length: 39 }, (_, day) => ((day + 3) % 7 >= 5 ? 2 : 10 + (day % 3)))

test('a Wednesday like a Sunday is out of the ordinary, a Sunday is not', async () => {
  const counts = weekly.map((count, day) => (day === 34 ? 2 : count))
  const { buckets, series } = await corpus.ask<AnomalyResult>(await corpus.put(days(counts)), question)
  expect(buckets).toHaveLength(7)
  expect(series[0]?.values).toEqual([10, 11, 2, 10, 11, 2, 2].map((_, at) => counts[32 + at]))
  expect(series[0]?.anomalies).toEqual([2])
  expect(series[0]?.scores[2]).toBeLessThan(-3.5)
})

test('without a season every weekend is, and of too little history nothing is said', async () => {
  const project = await corpus.put(days(weekly))
  const all = await corpus.ask<AnomalyResult>(project, { ...question, season: 1, threshold: 2 })
  expect(all.series[0]?.anomalies).toEqual([5, 6])
  const short = await corpus.ask<AnomalyResult>(project, { ...question, lookBack: 14 })
  expect(short.series[0]?.expected.every((one) => one === null)).toBe(true)
})

test('a score is how many robust deviations a value is away, whatever a few wild ones do', () => {
  const plain = fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 5, maxLength: 30 })
  fc.assert(
    fc.property(plain, fc.integer({ min: 1e6, max: 1e9 }), (values, wild) => {
      const calm = expectationOf(values)
      const shaken = expectationOf([...values, ...values, ...values, wild])
      expect(calm?.expected).toBe(median(values))
      expect(Math.abs((shaken?.expected ?? 0) - (calm?.expected ?? 0))).toBeLessThanOrEqual(20)
      if (calm && calm.deviation > 0) expect(scoreOf(calm.expected + 2 * calm.deviation, calm)).toBeCloseTo(2)
    }),
  )
  expect(expectationOf([1, 2])).toBeUndefined()
  expect(scoreOf(7, { expected: 5, deviation: 0 })).toBe(1_000)
})
