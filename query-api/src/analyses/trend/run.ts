/** Asks the store for a trend, series by series, and for the time before where it is to be compared. */
import { type Sql, statement } from '@firefly/clickhouse/sql'
import type { TrendQuery, TrendResult, TrendSeries } from '@firefly/protocol/query/trend'
import { QueryError } from '../../errors.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type Groups, groupsOf } from './groups.ts'
import { type PlannedSeries, planTrend, type TrendPlan } from './plan.ts'
import { rolledSeries, sealedSeries } from './rolled.ts'
import { asBefore, byFormula, shapeSeries, shapeTrend, smoothed } from './shape.ts'
import { seriesSql, type TrendRow } from './sql.ts'

export async function runTrend(query: TrendQuery, asking: Asking): Promise<Analysed<TrendResult>> {
  const { now, before } = planTrend(query, asking.zone)
  const groups = await groupsOf(now, asking)
  const series = await linesOf(now, groups, asking)
  // The same groups as now, whichever were the largest then.
  const then = before ? await linesOf(before, groups, asking) : []
  const all = [...series, ...then.map((line) => asBefore(line, now.buckets.length))]
  return { range: now.range, result: shapeTrend(now, all) }
}

async function linesOf(plan: TrendPlan, groups: Groups, asking: Asking): Promise<TrendSeries[]> {
  refuseTooMuch(groups.reduce((sum, own = ['']) => sum + own.length, 0) * plan.buckets.length)
  const all: TrendSeries[][] = []
  for (const [at, series] of plan.series.entries()) {
    const own = groups[at]
    const rows = await asking.ask<TrendRow>(statement(await selectOf(plan, series, asking, own)))
    all.push(shapeSeries(plan, series, rows, own))
  }
  return byFormula(plan, all).map((line) => smoothed(plan, line))
}

async function selectOf(
  plan: TrendPlan,
  series: PlannedSeries,
  asking: Asking,
  groups: readonly string[] | undefined,
): Promise<Sql> {
  const { project, rolledUp } = asking
  const rolled = rolledUp
    ? ((await sealedSeries(plan, series, asking)) ?? rolledSeries(plan, series, project, groups))
    : undefined
  return rolled ?? seriesSql(plan, series, project, groups)
}

/** More points than one answer may hold in memory, here and in the browser. */
const MAX_POINTS = 1_000_000

function refuseTooMuch(points: number): void {
  if (points > MAX_POINTS)
    throw new QueryError('unsupported_query', `more than ${MAX_POINTS} points`, [
      { path: 'breakdown.limit', message: 'expected fewer groups, a longer interval or a shorter range' },
    ])
}
