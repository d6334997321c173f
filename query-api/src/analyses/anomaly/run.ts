/** Asks for the trend of the range and of the time before it, and compares each bucket with those before. */
import type { AnomalyQuery, AnomalyResult } from '@firefly/protocol/query/anomaly'
import type { Interval } from '@firefly/protocol/query'
import { trendSchema } from '@firefly/protocol/query/trend'
import { bucketsOf } from '../../buckets.ts'
import { type Range, readRange } from '../../range.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { runTrend } from '../trend/run.ts'
import { expectationOf, scoreOf } from './scores.ts'

const SEASON: Record<Interval, number> = { minute: 1, hour: 24, day: 7, week: 1, month: 1 }
const HOUR = 3_600_000
/** A day may have an hour more, a month a day. */
const LONGEST = { minute: 60_000, hour: HOUR, day: 25 * HOUR, week: 7 * 25 * HOUR, month: 31 * 25 * HOUR }

export async function runAnomaly(query: AnomalyQuery, asking: Asking): Promise<Analysed<AnomalyResult>> {
  const { interval, weekStart } = query
  const range = readRange(query.from, query.to, asking.zone)
  const own = bucketsOf(range, interval, weekStart).length
  const { buckets, series } = await trendBefore(query, range, asking)
  const from = buckets.length - own
  const lines = series.map(({ name, values }) => judge(query, name, values.map(Number), from))
  return { range, result: { buckets: buckets.slice(from), series: lines } }
}

/** Whole buckets before the range, at least as many as are looked back on. */
async function trendBefore(query: AnomalyQuery, range: Range, asking: Asking) {
  const { interval, weekStart, series, filters, lookBack } = query
  const early = { ...range, from: range.from - (lookBack + 1) * LONGEST[interval] }
  const from = bucketsOf(early, interval, weekStart)[0]?.start ?? early.from
  const plain = trendSchema.parse({
    kind: 'trend',
    from: new Date(from).toISOString(),
    to: new Date(range.to).toISOString(),
    interval,
    weekStart,
    series: [{}],
  })
  return (await runTrend({ ...plain, series, filters }, asking)).result
}

function judge(
  { interval, lookBack, threshold, season = SEASON[interval] }: AnomalyQuery,
  name: string,
  values: readonly number[],
  from: number,
): AnomalyResult['series'][number] {
  const own = values.slice(from)
  const expectations = own.map((_, at) =>
    expectationOf(
      values
        .slice(Math.max(0, from + at - lookBack), from + at)
        .filter((_before, place, all) => (all.length - place) % season === 0),
    ),
  )
  const edge = (side: -1 | 1): (number | null)[] =>
    expectations.map((one) => (one ? one.expected + side * threshold * one.deviation : null))
  const scores = own.map((value, at) => {
    const expectation = expectations[at]
    return expectation ? scoreOf(value, expectation) : null
  })
  return {
    name,
    values: [...own],
    expected: expectations.map((one) => one?.expected ?? null),
    low: edge(-1),
    high: edge(1),
    scores,
    anomalies: scores.flatMap((score, at) => (score !== null && Math.abs(score) > threshold ? [at] : [])),
  }
}
