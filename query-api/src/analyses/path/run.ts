/** Asks the store for paths, and then for the names of what was found. */
import { statement } from '@firefly/clickhouse/sql'
import type { PathQuery, PathResult } from '@firefly/protocol/query/path'
import type { Analysed, Asking } from '../analysis.ts'
import { type Packing, packingFor, type PackingRow, packingSql } from './moments.ts'
import { namesOf } from './names.ts'
import { type PathPlan, planPath } from './plan.ts'
import { shapePath } from './shape.ts'
import { type PathRow, pathSql } from './sql.ts'

export async function runPath(query: PathQuery, asking: Asking): Promise<Analysed<PathResult>> {
  const { project, zone, ask } = asking
  const plan = planPath(query, zone)
  const packing = await packingOf(plan, asking)
  const [row = { links: [], nodes: [] }] = await ask<PathRow>(statement(pathSql(plan, packing, project)))
  const names = await namesOf(row, plan, asking)
  return { range: plan.range, result: shapePath(row, names, plan.limit) }
}

async function packingOf(plan: PathPlan, { project, ask }: Asking): Promise<Packing> {
  const [row = { last: 0, untold: 0 }] = await ask<PackingRow>(statement(packingSql(plan, project)))
  return packingFor(plan, row)
}
