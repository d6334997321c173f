/** Asks the store for a distribution. */
import { statement } from '@firefly/clickhouse/sql'
import type { DistributionQuery, DistributionResult } from '@firefly/protocol/query/distribution'
import type { Analysed, Asking } from '../analysis.ts'
import { type DistributionPlan, planDistribution } from './plan.ts'
import { type DistributionRow, distributionSql } from './sql.ts'

export async function runDistribution(
  query: DistributionQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<DistributionResult>> {
  const plan = planDistribution(query, zone)
  const rows = await ask<DistributionRow>(statement(distributionSql(plan, project)))
  return { range: plan.range, result: shapeDistribution(plan, rows) }
}

/** Every range, zeros included; nobody has no average. */
export function shapeDistribution(
  { bounds }: DistributionPlan,
  rows: readonly DistributionRow[],
): DistributionResult {
  const all = rows.find(({ part, users }) => Number(part) === -1 && Number(users) > 0)
  const users = new Map(rows.map((row) => [Number(row.part), Number(row.users)]))
  return {
    users: Number(all?.users ?? 0),
    average: all?.average ?? null,
    median: all?.median ?? null,
    p90: all?.p90 ?? null,
    max: all?.most ?? null,
    ranges: [null, ...bounds].map((from, at) => ({
      from,
      to: bounds[at] ?? null,
      users: users.get(at) ?? 0,
    })),
  }
}
