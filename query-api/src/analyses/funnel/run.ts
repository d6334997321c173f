/** Asks the store for a funnel. */
import { statement } from '@firefly/clickhouse/sql'
import type { FunnelQuery, FunnelResult } from '@firefly/protocol/query/funnel'
import { everyJoinedId } from '../../identity/changed-ids.ts'
import { joinsFew } from '../../rollups/few.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type FunnelPlan, planFunnel } from './plan.ts'
import { rolledMoments } from './rolled.ts'
import { type FunnelRow, shapeFunnel } from './shape.ts'
import { ARE_SINGLE, singleMoments } from './single.ts'
import { funnelSql, isListed } from './sql.ts'

export async function runFunnel(query: FunnelQuery, asking: Asking): Promise<Analysed<FunnelResult>> {
  const plan = planFunnel(query, asking.zone)
  const rows = (await askSingle(plan, asking)) ?? (await askAll(plan, asking))
  return { range: plan.range, result: shapeFunnel(plan, rows) }
}

async function askAll(plan: FunnelPlan, { project, rolledUp, ask }: Asking): Promise<FunnelRow[]> {
  const moments = rolledUp ? rolledMoments(plan, project) : undefined
  return ask<FunnelRow>(statement(funnelSql(plan, project, moments)))
}

/** Undefined where some have several rows: the same statement says so, since rows come while it is asked. */
async function askSingle(
  plan: FunnelPlan,
  { project, rolledUp, ask }: Asking,
): Promise<FunnelRow[] | undefined> {
  if (!rolledUp || isListed(plan)) return undefined
  const { name, joins } = project
  if (joins && !(await joinsFew(name, ask))) return undefined
  const moments = singleMoments(plan, project, joins && everyJoinedId(name, joins))
  if (!moments) return undefined
  const rows = await ask<FunnelRow & { areSingle: number }>(
    statement(funnelSql(plan, project, moments, [ARE_SINGLE])),
  )
  return rows.every(({ areSingle }) => areSingle) ? rows : undefined
}
