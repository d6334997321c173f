/** Of all chains of a unit the first one to come furthest, and when it stood at each step. */
import { integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { startsAt } from './chains.ts'
import { type FunnelPlan, stepBefore } from './plan.ts'

export function furthestChain(plan: FunnelPlan, chains: Sql): Sql {
  const steps = plan.steps.map((_, index) => index + 1)
  const needed = steps.filter((step) => !plan.steps[step - 1]?.optional)
  const inOrder = needed.length === steps.length
  const furthest = sql`
    SELECT *, ${momentsOf(steps, needed)} AS ${inOrder ? sql`moments` : sql`stood`}
    FROM (
      SELECT *, ${levelOf(needed)} AS level, ${startOfFurthest(needed)} AS start
      FROM (${chains})
    )`
  return inOrder ? furthest : withOptional(plan, steps, furthest)
}

export const levelOf = (steps: readonly number[]): Sql =>
  join(
    steps.map((step) => sql`(${startsAt(step)}[-1] != 0)`),
    ' + ',
  )

/** Starts only ever grow, so the first one at the furthest step belongs to the attempt that was first to get there. */
export const startOfFurthest = (steps: readonly number[]): Sql =>
  sql`arrayFirst(start -> start != 0, [${join(steps.map(startsAt), ', ')}][level])`

/** When that attempt first stood at each step; one that took several in an instant stood at all of them at once. */
const momentsOf = (steps: readonly number[], needed: readonly number[]): Sql =>
  sql`arrayReverseFill(moment -> moment != 0, [${join(
    steps.map((step) => (needed.includes(step) ? sql`at[indexOf(${startsAt(step)}, start)]` : sql`0`)),
    ', ',
  )}])`

/** An optional step counts for itself: its moment, and that of the step before, are those of the first attempt to get there. */
function withOptional(plan: FunnelPlan, steps: readonly number[], furthest: Sql): Sql {
  const own = (step: number, of: number): Sql =>
    sql`at[indexOf(${startsAt(of)}, arrayFirst(start -> start != 0, ${startsAt(step)}))]`
  const isOptional = (step: number): boolean => plan.steps[step - 1]?.optional ?? false
  const moments = steps.map((step) => (isOptional(step) ? own(step, step) : sql`stood[${integer(step)}]`))
  const befores = steps.map((step) => {
    const before = stepBefore(plan, step)
    if (!isOptional(step)) return sql`stood[${integer(Math.max(1, before))}]`
    return sql`if(${own(step, before)} = 0, ${own(step, step)}, ${own(step, before)})`
  })
  return sql`
    SELECT *, [${join(moments, ', ')}] AS moments, [${join(befores, ', ')}] AS befores,
      [${join(
        steps.map((step) => sql`${startsAt(step)}[-1] != 0`),
        ', ',
      )}] AS reached
    FROM (${furthest})`
}
