/** Asks the store how long people take. */
import { statement } from '@firefly/clickhouse/sql'
import type { IntervalQuery, IntervalResult } from '@firefly/protocol/query/interval'
import type { Analysed, Asking } from '../analysis.ts'
import { type IntervalPlan, planInterval } from './plan.ts'
import { type IntervalRow, intervalSql } from './sql.ts'

export async function runInterval(
  query: IntervalQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<IntervalResult>> {
  const plan = planInterval(query, zone)
  const rows = await ask<IntervalRow>(statement(intervalSql(plan, project)))
  return { range: plan.range, result: shapeInterval(plan, rows) }
}

/** Every part of the histogram, zeros included; of no pairs there is no time. */
export function shapeInterval({ bounds }: IntervalPlan, rows: readonly IntervalRow[]): IntervalResult {
  const all = rows.find(({ part, pairs }) => Number(part) === -1 && Number(pairs) > 0)
  const counts = new Map(rows.map(({ part, pairs }) => [Number(part), Number(pairs)]))
  return {
    users: Number(all?.users ?? 0),
    count: Number(all?.pairs ?? 0),
    averageSeconds: all?.average ?? null,
    minSeconds: all?.least ?? null,
    medianSeconds: all?.median ?? null,
    p90Seconds: all?.p90 ?? null,
    maxSeconds: all?.most ?? null,
    histogram: [0, ...bounds].map((from, at) => ({
      from,
      to: bounds[at] ?? null,
      count: counts.get(at) ?? 0,
    })),
  }
}
