/** Asks the store for a lifecycle. */
import { type Sql, statement } from '@firefly/clickhouse/sql'
import type { LifecycleQuery, LifecycleResult } from '@firefly/protocol/query/lifecycle'
import type { Analysed, Asking } from '../analysis.ts'
import { fitsMasks, maskedSql } from './masks.ts'
import { planLifecycle } from './plan.ts'
import { rolledLifecycle } from './rolled.ts'
import { shapeLifecycle } from './shape.ts'
import { type LifecycleRow, lifecycleSql } from './sql.ts'

export async function runLifecycle(
  query: LifecycleQuery,
  { project, zone, ask, rolledUp }: Asking,
): Promise<Analysed<LifecycleResult>> {
  const plan = planLifecycle(query, zone)
  const plain = (): Sql => (fitsMasks(plan) ? maskedSql(plan, project) : lifecycleSql(plan, project))
  const select = (rolledUp && rolledLifecycle(plan, project)) || plain()
  const rows = await ask<LifecycleRow>(statement(select))
  return { range: plan.range, result: shapeLifecycle(plan, rows) }
}
