/** Asks the store for stickiness, series by series. */
import { statement } from '@firefly/clickhouse/sql'
import type { StickinessQuery, StickinessResult } from '@firefly/protocol/query/stickiness'
import type { Analysed, Asking } from '../analysis.ts'
import { planStickiness } from './plan.ts'
import { rolledStickiness } from './rolled.ts'
import { shapeCounts } from './shape.ts'
import { type StickinessRow, stickinessSql } from './sql.ts'

export async function runStickiness(
  query: StickinessQuery,
  { project, zone, ask, rolledUp }: Asking,
): Promise<Analysed<StickinessResult>> {
  const plan = planStickiness(query, zone)
  const series: StickinessResult['series'] = []
  for (const one of plan.series) {
    const select = (rolledUp && rolledStickiness(plan, one, project)) || stickinessSql(plan, one, project)
    const rows = await ask<StickinessRow>(statement(select))
    series.push({ name: one.name, counts: shapeCounts(plan, rows) })
  }
  return { range: plan.range, result: { series } }
}
