/**
 * Chains where every step has to be taken, in order, has events of its own, and nothing in between matters. Moves need not be taken
 * apart then: of two of them the difference tells the time between, so there is a list for each step and no other.
 */
import { integer, join, natural, type Sql, sql } from '@firefly/clickhouse/sql'
import { startsAt } from './chains.ts'
import { levelOf, startOfFurthest } from './furthest.ts'
import { instantOf, STEP_BITS, stepOf } from './packed.ts'
import type { FunnelPlan } from './plan.ts'

export const areInARow = ({ order, stride, steps, exclusions }: FunnelPlan): boolean =>
  order === 'ordered' && stride === 1 && exclusions.length === 0 && steps.every(({ optional }) => !optional)

/** One row a unit, as `furthestChain` gives them, of its `moves` with a 0 in front. */
export function chainInARow(plan: FunnelPlan, moves: Sql): Sql {
  const steps = plan.steps.map((_, index) => index + 1)
  const chains = steps.reduce(
    (inner, step) => sql`SELECT *, ${startsOf(plan, step)} AS ${startsAt(step)} FROM (${inner})`,
    moves,
  )
  const moments = steps.map((step) => instantOf(sql`moves[indexOf(${startsAt(step)}, start)]`))
  return sql`
    SELECT *, [${join(moments, ', ')}] AS moments
    FROM (
      SELECT *, ${levelOf(steps)} AS level, ${startOfFurthest(steps)} AS start
      FROM (${chains})
    )`
}

/** The move that began the best chain to the step; starts only ever grow, so the last one holds until there is another. */
function startsOf({ windowMs }: FunnelPlan, step: number): Sql {
  const isStep = sql`${stepOf(sql`move`)} = ${integer(step)}`
  if (step === 1) return sql`arrayFill(move -> ${isStep}, moves)`
  // The instants of two moves are within the window where the moves are, whichever steps they are to.
  const behind = natural(String((BigInt(windowMs) + 1n) << BigInt(STEP_BITS)))
  return sql`arrayFill((start, move) -> ${isStep} AND move - start < ${behind}, ${startsAt(step - 1)}, moves)`
}
