/**
 * An ordered funnel as one statement. A person's step events become an array of moves in the order of time; one pass over
 * it per step finds, at every move, the chain to that step with the latest start, since its window lies furthest ahead.
 * All work is on whole arrays, so its cost grows with the events and not with the busiest person.
 */
import { integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { chainStarts, startsAt } from './chains.ts'
import { movesPerPerson } from './moves.ts'
import type { FunnelPlan } from './plan.ts'

export function funnelSql(plan: FunnelPlan, project: string): Sql {
  const steps = plan.steps.map((_, index) => index + 1)
  return sql`
SELECT ${join(steps.flatMap(answerColumns), ', ')}
FROM (
  SELECT level, ${moments(steps)} AS moments
  FROM (
    SELECT *, ${levelOf(steps)} AS level, ${startOfFurthest(steps)} AS start
    FROM (${chainStarts(plan, movesPerPerson(plan, project))})
  )
)`
}

const levelOf = (steps: readonly number[]): Sql =>
  join(
    steps.map((step) => sql`(${startsAt(step)}[-1] != 0)`),
    ' + ',
  )

/** Starts only ever grow, so the first one at the furthest step belongs to the attempt that was first to get there. */
const startOfFurthest = (steps: readonly number[]): Sql =>
  sql`arrayFirst(start -> start != 0, multiIf(${join(
    steps.map((step) => sql`level = ${integer(step)}, ${startsAt(step)}`),
    ', ',
  )}, []))`

/** When that attempt first stood at each step; one that took several in an instant stood at all of them at once. */
const moments = (steps: readonly number[]): Sql =>
  sql`arrayReverseFill(moment -> moment != 0, [${join(
    steps.map((step) => sql`at[indexOf(${startsAt(step)}, start)]`),
    ', ',
  )}])`

function answerColumns(step: number): Sql[] {
  const k = integer(step)
  const reached = sql`countIf(level >= ${k}) AS count_${k}`
  if (step === 1) return [reached]
  const seconds = sql`(moments[${k}] - moments[${integer(step - 1)}]) / 1000`
  return [
    reached,
    sql`quantileExactInclusiveIf(0.5)(${seconds}, level >= ${k}) AS median_${k}`,
    sql`avgIf(${seconds}, level >= ${k}) AS average_${k}`,
  ]
}
