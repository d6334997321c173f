/** Which groups of a trend are told: the largest, and where that is asked for all others as one. */
import { statement } from '@firefly/clickhouse/sql'
import type { Asking } from '../analysis.ts'
import type { PlannedSeries, TrendBreakdown, TrendPlan } from './plan.ts'
import { rolledTopGroups } from './rolled.ts'
import { OTHER, type TrendRow, topGroupsSql } from './sql.ts'

/** The groups of each series; undefined without a breakdown. */
export type Groups = (string[] | undefined)[]

export async function groupsOf(plan: TrendPlan, asking: Asking): Promise<Groups> {
  const groups: Groups = []
  for (const series of plan.series) groups.push(await topGroups(plan, series, asking))
  const { breakdown } = plan
  if (!breakdown) return groups
  if (!plan.formula) return groups.map((own) => own && told(breakdown, own))
  // A formula needs all its series in the same groups: the largest of the first one, then those of the others.
  const shared = told(breakdown, [...new Set(groups.flatMap((own = []) => own))])
  return groups.map(() => shared)
}

/** As many as asked for, and where there are more and that is asked for too, these together. */
const told = ({ limit, others }: TrendBreakdown, groups: readonly string[]): string[] => [
  ...groups.slice(0, limit),
  ...(others && groups.length > limit ? [OTHER] : []),
]

async function topGroups(
  plan: TrendPlan,
  series: PlannedSeries,
  { project, ask, rolledUp }: Asking,
): Promise<string[] | undefined> {
  if (!plan.breakdown) return undefined
  const select = (rolledUp && rolledTopGroups(plan, series, project)) || topGroupsSql(plan, series, project)
  const top = await ask<Pick<TrendRow, 'grp'>>(statement(select))
  return top.map(({ grp }) => grp)
}
