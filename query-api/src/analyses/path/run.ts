/** Asks the store for paths. */
import { statement } from '@firefly/clickhouse/sql'
import type { PathQuery, PathResult } from '@firefly/protocol/query/path'
import type { Analysed, Asking } from '../analysis.ts'
import { planPath } from './plan.ts'
import { shapePath } from './shape.ts'
import { type PathRow, pathSql } from './sql.ts'

export async function runPath(
  query: PathQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<PathResult>> {
  const plan = planPath(query, zone)
  const [row] = await ask<PathRow>(statement(pathSql(plan, project)))
  return { range: plan.range, result: shapePath(row ?? { links: [], nodes: [] }) }
}
