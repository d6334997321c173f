/** How long it takes from one step to another, as columns of the answer, and as figures with a histogram. */
import { integer, type Sql, sql } from '@firefly/clickhouse/sql'
import type { FunnelResult } from '@firefly/protocol/query/funnel'
import { rangeOf } from '../../ranges.ts'
import type { TimeToConvert } from './plan.ts'

/** `histogram` counts people by the number of bounds at or below their time. */
export interface TimesRow {
  times?: string | number
  times_average?: number | null
  times_least?: number
  times_median?: number
  times_p90?: number
  times_most?: number
  histogram?: (string | number)[]
}

/** Whether somebody who reached the later step took so long; the place in the histogram counts from 0. */
export const tookSo = (times: TimeToConvert, place: number): Sql =>
  sql`${rangeOf(secondsOf(times), times.bounds)} = ${integer(place)}`

const secondsOf = ({ from, to }: TimeToConvert): Sql =>
  sql`(moments[${integer(to)}] - moments[${integer(from)}]) / 1000`

/** Of those who `reached` the later of the two steps. */
export function timeColumns(times: TimeToConvert, reached: Sql): Sql[] {
  const { bounds } = times
  const seconds = secondsOf(times)
  const place = sql`arrayMap(at -> toUInt64(at = ${rangeOf(seconds, bounds)}), range(${integer(bounds.length + 1)}))`
  return [
    sql`countIf(${reached}) AS times`,
    sql`avgIf(${seconds}, ${reached}) AS times_average`,
    sql`minIf(${seconds}, ${reached}) AS times_least`,
    sql`quantileExactInclusiveIf(0.5)(${seconds}, ${reached}) AS times_median`,
    sql`quantileExactInclusiveIf(0.9)(${seconds}, ${reached}) AS times_p90`,
    sql`maxIf(${seconds}, ${reached}) AS times_most`,
    sql`sumForEachIf(${place}, ${reached}) AS histogram`,
  ]
}

/** Every part of the histogram, zeros included; of nobody there is no time. */
export function shapeTimes({ bounds }: TimeToConvert, row: TimesRow): FunnelResult['timeToConvert'] & object {
  const count = Number(row.times ?? 0)
  const figure = (value: number | null | undefined): number | null => (count === 0 ? null : (value ?? null))
  return {
    count,
    averageSeconds: figure(row.times_average),
    minSeconds: figure(row.times_least),
    medianSeconds: figure(row.times_median),
    p90Seconds: figure(row.times_p90),
    maxSeconds: figure(row.times_most),
    histogram: [0, ...bounds].map((from, at) => ({
      from,
      to: bounds[at] ?? null,
      count: Number(row.histogram?.[at] ?? 0),
    })),
  }
}
