/** Asks the store for a trend, series by series. */
import { type Statement, statement } from '@firefly/clickhouse/sql'
import type { TrendQuery } from '@firefly/protocol/query'
import type { TrendResult, TrendSeries } from '@firefly/protocol/results'
import type { Analysed, Asking } from '../analysis.ts'
import { type PlannedSeries, planTrend, type TrendPlan } from './plan.ts'
import { shapeSeries, shapeTrend } from './shape.ts'
import { seriesSql, type TrendRow, topGroupsSql } from './sql.ts'

export async function runTrend(query: TrendQuery, asking: Asking): Promise<Analysed<TrendResult>> {
  const plan = planTrend(query, asking.zone)
  const series: TrendSeries[] = []
  for (const planned of plan.series) series.push(...(await runSeries(plan, planned, asking)))
  return { range: plan.range, result: shapeTrend(plan, series) }
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
  const select: Statement = statement(seriesSql(plan, planned, project, groups))
  return shapeSeries(plan, planned, await ask<TrendRow>(select), groups)
}
