/** For every move of a unit and every step: when the chain that reaches the step with the latest start began. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { type FunnelPlan, stepBefore } from './plan.ts'
import { nextInstantStarts } from './strict.ts'

export const startsAt = (step: number): Sql => name(`starts_${step}`)

/**
 * Adds a column a step to `moves`: `starts_k[i]` is the start of the best chain to step k after the i-th move, 0 when there
 * is none. A start found later is never earlier, so carrying the last one forward is taking the largest. One SELECT a step,
 * since the engine copies an alias into every place that names it.
 */
export const chainStarts = (plan: FunnelPlan, moves: Sql): Sql =>
  plan.steps.reduce(
    (inner, _, index) =>
      plan.order === 'strict'
        ? nextInstantStarts(plan, index + 1, inner)
        : sql`SELECT *, ${startsOf(plan, index + 1)} AS ${startsAt(index + 1)} FROM (${inner})`,
    moves,
  )

function startsOf(plan: FunnelPlan, step: number): Sql {
  if (plan.stride === 1) return sql`arrayFill(start -> start != 0, ${startsOfOwn(plan, step)})`
  const inTime = sql`start != 0 AND at - start <= ${bind('UInt64', plan.windowMs)}`
  return sql`arrayFill(start -> start != 0,
    arrayMap((start, at) -> if(${inTime}, start, 0), ${startsBefore(plan, step)}, at))`
}

/** Where every step has events of its own, a look at each move is enough. Times 0 or 1, since conditions are more to be planned. */
function startsOfOwn(plan: FunnelPlan, step: number): Sql {
  const before = stepBefore(plan, step)
  if (before === 0) return sql`arrayMap((at, step) -> at * (step = ${integer(step)}), at, step)`
  return sql`arrayMap((at, step, start) -> start * (step = ${integer(step)} AND at - start <= ${integer(plan.windowMs)}),
      at, step, ${startsAt(before)})`
}

/** Where the chain began that a move to `step` would prolong; 0 for moves to other steps. */
function startsBefore(plan: FunnelPlan, step: number): Sql {
  const sources = sourcesOf(plan, step)
  const given = sql`at, step, came`
  const parameters = join([given, ...sources.map(startOf)], ', ')
  const arrays = join([given, ...sources.map(startsAt)], ', ')
  return sql`arrayMap((${parameters}) -> if(step = ${integer(step)}, ${prolonged(plan, step)}, 0), ${arrays})`
}

const startOf = (step: number): Sql => name(`start_${step}`)

/** The steps from which a move to `step` can come; beside them it may come from none at all. */
export function sourcesOf(plan: FunnelPlan, step: number): number[] {
  const first = Math.max(1, step - plan.stride)
  return Array.from({ length: step - first }, (_, index) => first + index)
}

/** A move from no step at all begins a chain there and then. */
function prolonged(plan: FunnelPlan, step: number): Sql {
  if (step === 1) return sql`at`
  const begins = step <= plan.stride ? [sql`came = 0, at`] : []
  const goesOn = sourcesOf(plan, step).map((source) => sql`came = ${integer(source)}, ${startOf(source)}`)
  return sql`multiIf(${join([...begins, ...goesOn], ', ')}, 0)`
}
