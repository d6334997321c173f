/**
 * Most units are decided by looking straight ahead and straight back: the first moment at each step behind the one before leads to the
 * earliest end there can be, and the last moments in front of that to its latest start. Where these lie within the window, no other
 * chain comes further, gets there before or begins later. Only where they do not are all chains weighed.
 */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { areInARow, chainInARow } from './in-a-row.ts'
import { atStep, countedFrom, movesOfMoments, type StepMoments } from './moments.ts'
import type { FunnelPlan } from './plan.ts'
import { carried, unitKeys } from './units.ts'

/** A list of its own for each of many steps costs more than it saves. */
const MOST_STEPS = 10

export const looksAhead = (plan: FunnelPlan): boolean => areInARow(plan) && plan.steps.length <= MOST_STEPS

const [ahead, back, met] = ['ahead', 'back', 'met'].map(
  (way) =>
    (step: number): Sql =>
      name(`${way}_${step}`),
) as [Column, Column, Column]
type Column = (step: number) => Sql

/** One row a unit, as `chainInARow` gives them. Where all chains were weighed its own are there, and where none was they are 0. */
export function attemptAhead(plan: FunnelPlan, moments: StepMoments): Sql {
  const steps = plan.steps.map((_, index) => index + 1)
  const at = steps.map((step) => stoodAt(step, steps.length))
  const also = [sql`is_ahead`, sql`steps_ahead`, ...at]
  const left = movesOfMoments(
    plan,
    { ...moments, units: lookedAround(plan, moments) },
    { only: sql`NOT is_ahead`, also },
  )
  // No condition: the engine would work out what lies behind one for each of its uses anew.
  const stood = at.map(
    (moment, index) => sql`is_ahead * ${countedFrom(moments, moment)} + moments[${integer(index + 1)}]`,
  )
  return sql`
    SELECT ${join([unitKeys(plan), ...carried(plan)], ', ')}, is_ahead * steps_ahead + level AS level, [${join(stood, ', ')}] AS moments
    FROM (${chainInARow(plan, left)})`
}

/** One SELECT for what follows from what is there, since the engine copies an alias into every place that names it. */
function lookedAround({ steps, windowMs }: FunnelPlan, { units, from, to }: StepMoments): Sql {
  const numbers = steps.map((_, index) => index + 1)
  const [last, within] = [numbers.length, numbers.slice(1, -1)]
  const isReached = (step: number): Sql => sql`(${ahead(step)} < ${bind('UInt64', to)})`
  const ends = numbers.toReversed().map((step) => sql`${isReached(step)}, ${ahead(step)}`)
  const columns = [
    ...numbers.map((step) =>
      as(ahead(step), firstFrom(step, step === 1 ? bind('UInt64', from) : ahead(step - 1))),
    ),
    sql`${as(sql`steps_ahead`, join(numbers.map(isReached), ' + '))}, multiIf(${join(ends, ', ')}, 0) AS ${back(last)}`,
    ...numbers
      .slice(0, -1)
      .toReversed()
      .map((step) => as(back(step), lastUpTo(step, last))),
    ...within.map((step) => as(met(step), firstFrom(step, step === 2 ? back(1) : met(step - 1)))),
  ]
  const looked = columns.reduce((inner, column) => sql`SELECT *, ${column} FROM (${inner})`, units)
  return sql`SELECT *, ${back(last)} - ${back(1)} <= ${bind('UInt64', windowMs)} AS is_ahead FROM (${looked})`
}

const as = (column: Sql, value: Sql): Sql => sql`${value} AS ${column}`

/**
 * The largest number there is where there is none, and so for all steps behind it. Complements, since the largest of an empty list is 0.
 * No condition around it: the engine would look at each list by itself.
 */
const firstFrom = (step: number, least: Sql): Sql =>
  sql`bitNot(arrayMax(moment -> if(moment >= ${least}, bitNot(moment), 0), ${atStep(step)}))`

/** The way back begins at the last step that was reached, with the moment there. */
const lastUpTo = (step: number, last: number): Sql =>
  sql`greatest(if(steps_ahead <= ${integer(step)}, ${back(last)}, 0), arrayMax(moment -> if(moment <= ${back(step + 1)}, moment, 0), ${atStep(step)}))`

/** From its start on the attempt stands at each step as soon as can be. */
function stoodAt(step: number, last: number): Sql {
  if (step === 1) return back(1)
  return step === last ? ahead(step) : met(step)
}
