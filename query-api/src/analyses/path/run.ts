/** Asks the store for paths, and then for the names of what was found. */
import { statement } from '@firefly/clickhouse/sql'
import type { PathQuery, PathResult } from '@firefly/protocol/query/path'
import type { Analysed, Asking } from '../analysis.ts'
import { type Packing, packingFor, type PackingRow, packingSql } from './moments.ts'
import { namesOf } from './names.ts'
import { type PathPlan, planPath } from './plan.ts'
import { type RolledVisits, rolledVisits } from './rolled.ts'
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
  const rolled = await rolledVisits(plan, asking)
  const row = await (rolled ? askTwice(plan, rolled, asking) : askOnce(plan, asking))
  const names = await namesOf(row, plan, asking)
  return { range: plan.range, result: shapePath(row, names, plan.limit) }
}

const NOTHING: PathRow = { links: [], nodes: [] }

async function askOnce(plan: PathPlan, asking: Asking): Promise<PathRow> {
  const packing = await packingOf(plan, asking)
  const [row = NOTHING] = await asking.ask<PathRow>(statement(pathSql(plan, packing, asking.project)))
  return row
}

async function askTwice(plan: PathPlan, rolled: RolledVisits, asking: Asking): Promise<PathRow> {
  const counts = await asking.ask<CountRow>(statement(countsSql(plan, rolled.visits)))
  if (counts.length === 0) return NOTHING
  const links = linksOf(counts, await waysOf(counts, plan, rolled, asking))
  return rowOf(links, await asking.ask<DetailRow>(statement(detailsSql(plan, rolled.visits, links))))
}

/** What the numbers of ways stand for: nearly always found among some sessions. */
async function waysOf(
  counts: readonly CountRow[],
  plan: PathPlan,
  { some, visits }: RolledVisits,
  { ask }: Asking,
): Promise<WayRow[]> {
  const found = await ask<WayRow>(statement(waysSql(plan, some, counts)))
  const met = new Set(found.map(({ way }) => way))
  const missing = counts.filter(({ way }) => !met.has(way))
  if (missing.length === 0) return found
  return [...found, ...(await ask<WayRow>(statement(waysSql(plan, visits, missing))))]
}

async function packingOf(plan: PathPlan, { project, ask }: Asking): Promise<Packing> {
  const [row = { last: 0, place: 0, untold: 0 }] = await ask<PackingRow>(statement(packingSql(plan, project)))
  return packingFor(plan, row)
}
