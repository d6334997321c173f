/** Asks the store for retention. */
import { type Sql, statement } from '@firefly/clickhouse/sql'
import type { RetentionQuery, RetentionResult } from '@firefly/protocol/query/retention'
import type { Analysed, Asking } from '../analysis.ts'
import { fitsMasks, maskedSql } from './masks.ts'
import { planRetention } from './plan.ts'
import { rolledRetention, sealedRetention } from './rolled.ts'
import { shapeRetention } from './shape.ts'
import { type RetentionRow, retentionSql, topGroupsSql } from './sql.ts'

export async function runRetention(
  query: RetentionQuery,
  asking: Asking,
): Promise<Analysed<RetentionResult>> {
  const { project, zone, now, ask, rolledUp } = asking
  const plan = planRetention(query, zone, now)
  const top = plan.breakdown && (await ask<{ grp: string }>(statement(topGroupsSql(plan, project))))
  const groups = top?.map(({ grp }) => grp)
  const plain = (): Sql => (fitsMasks(plan) ? maskedSql(plan, project) : retentionSql(plan, project, groups))
  const rolled = rolledUp
    ? ((await sealedRetention(plan, asking)) ?? rolledRetention(plan, project))
    : undefined
  const select = rolled ?? plain()
  const rows = await ask<RetentionRow>(statement(select))
  return { range: plan.range, result: shapeRetention(plan, rows, groups) }
}
