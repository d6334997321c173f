/** Asks the store for paths, and then for the names of what was found. */
import { type Sql, statement } from '@firefly/clickhouse/sql'
import type { PathQuery, PathResult } from '@firefly/protocol/query/path'
import type { Analysed, Asking } from '../analysis.ts'
import { type Packing, packingFor, type PackingRow, packingSql } from './moments.ts'
import { namesOf } from './names.ts'
import { type PathPlan, planPath } from './plan.ts'
import { rolledVisits } from './rolled.ts'
import { shapePath } from './shape.ts'
import { type PathRow, pathSql } from './sql.ts'
import {
  type CountRow,
  countsSql,
  type DetailRow,
  detailsSql,
  linksOf,
  rowOf,
  type WayRow,
  waysSql,
} from './twice.ts'

export async function runPath(query: PathQuery, asking: Asking): Promise<Analysed<PathResult>> {
  const plan = planPath(query, asking.zone)
  const visits = await rolledVisits(plan, asking)
  const row = await (visits ? askTwice(plan, visits, asking) : askOnce(plan, asking))
  const names = await namesOf(row, plan, asking)
  return { range: plan.range, result: shapePath(row, names, plan.limit) }
}

const NOTHING: PathRow = { links: [], nodes: [] }

async function askOnce(plan: PathPlan, asking: Asking): Promise<PathRow> {
  const packing = await packingOf(plan, asking)
  const [row = NOTHING] = await asking.ask<PathRow>(statement(pathSql(plan, packing, asking.project)))
  return row
}

async function askTwice(plan: PathPlan, visits: Sql, { ask }: Asking): Promise<PathRow> {
  const counts = await ask<CountRow>(statement(countsSql(plan, visits)))
  if (counts.length === 0) return NOTHING
  const links = linksOf(counts, await ask<WayRow>(statement(waysSql(plan, visits, counts))))
  return rowOf(links, await ask<DetailRow>(statement(detailsSql(plan, visits, links))))
}

async function packingOf(plan: PathPlan, { project, ask }: Asking): Promise<Packing> {
  const [row = { last: 0, place: 0, untold: 0 }] = await ask<PackingRow>(statement(packingSql(plan, project)))
  return packingFor(plan, row)
}
