/** Asks the store for a trend, series by series. */
import { type Statement, statement } from '@firefly/clickhouse/sql'
import type { TrendQuery } from '@firefly/protocol/query'
import type { TrendResult, TrendSeries } from '@firefly/protocol/results'
import { QueryError } from '../../errors.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type PlannedSeries, planTrend, type TrendPlan } from './plan.ts'
import { shapeSeries, shapeTrend } from './shape.ts'
import { seriesSql, type TrendRow, topGroupsSql } from './sql.ts'

export async function runTrend(query: TrendQuery, asking: Asking): Promise<Analysed<TrendResult>> {
  const plan = planTrend(query, asking.zone)
  const series: TrendSeries[] = []
  for (const planned of plan.series) {
    series.push(...(await runSeries(plan, planned, asking)))
    refuseTooMuch(series.length * plan.buckets.length)
  }
  return { range: plan.range, result: shapeTrend(plan, series) }
}

/** More points than one answer may hold in memory, here and in the browser. */
const MAX_POINTS = 1_000_000

function refuseTooMuch(points: number): void {
  if (points > MAX_POINTS)
    throw new QueryError('unsupported_query', `more than ${MAX_POINTS} points`, [
      { path: 'breakdown.limit', message: 'expected fewer groups, a longer interval or a shorter range' },
    ])
}

async function runSeries(
  plan: TrendPlan,
  planned: PlannedSeries,
  { project, ask }: Asking,
): Promise<TrendSeries[]> {
  if (!plan.breakdown)
    return shapeSeries(plan, planned, await ask<TrendRow>(statement(seriesSql(plan, planned, project))))
  const top = await ask<Pick<TrendRow, 'grp'>>(statement(topGroupsSql(plan, planned, project)))
  const groups = top.map(({ grp }) => grp)
  refuseTooMuch(groups.length * plan.buckets.length)
  const select: Statement = statement(seriesSql(plan, planned, project, groups))
  return shapeSeries(plan, planned, await ask<TrendRow>(select), groups)
}
