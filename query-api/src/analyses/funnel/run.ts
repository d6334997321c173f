/** Asks the store for a funnel. */
import { statement } from '@firefly/clickhouse/sql'
import type { FunnelQuery, FunnelResult } from '@firefly/protocol/query/funnel'
import type { Analysed, Asking } from '../analysis.ts'
import { planFunnel } from './plan.ts'
import { rolledMoves } from './rolled.ts'
import { type FunnelRow, shapeFunnel } from './shape.ts'
import { funnelSql } from './sql.ts'

export async function runFunnel(
  query: FunnelQuery,
  { project, zone, rolledUp, ask }: Asking,
): Promise<Analysed<FunnelResult>> {
  const plan = planFunnel(query, zone)
  const moves = rolledUp ? rolledMoves(plan, project) : undefined
  const rows = await ask<FunnelRow>(statement(funnelSql(plan, project, moves)))
  return { range: plan.range, result: shapeFunnel(plan, rows) }
}
