/** Asks the store what happens now. */
import { statement } from '@firefly/clickhouse/sql'
import type { RealtimeQuery, RealtimeResult } from '@firefly/protocol/query/realtime'
import type { Analysed, Asking } from '../analysis.ts'
import { planRealtime } from './plan.ts'
import { shapeRealtime } from './shape.ts'
import { type RealtimeRow, realtimeSql } from './sql.ts'

export async function runRealtime(
  query: RealtimeQuery,
  { project, zone, now, ask }: Asking,
): Promise<Analysed<RealtimeResult>> {
  const plan = planRealtime(query, zone, now)
  const rows = plan.minutes.length > 0 ? await ask<RealtimeRow>(statement(realtimeSql(plan, project))) : []
  return { range: plan.range, result: shapeRealtime(plan, rows) }
}
