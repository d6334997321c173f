/**
 * An ordered funnel as one statement. Each person's step events are folded in order of time into the best chain for
 * every step: the one with the latest start, since only its window lies furthest ahead. An event extends the chains it
 * finds, never one that it has just made, so one event satisfies one step; events of one instant are taken by step, so
 * that they may follow one another either way round.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { PERSON } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { inScope } from '../../scope.ts'
import type { FunnelPlan } from './plan.ts'

export function funnelSql(plan: FunnelPlan, project: string): Sql {
  const count = integer(plan.steps.length)
  return sql`
SELECT ${join(
    plan.steps.flatMap((_, at) => stepColumns(at + 1)),
    ', ',
  )}
FROM (
  SELECT
    arrayFold((acc, e) -> (${chains(plan.windowMs, count)}, ${firsts(count)}), ${events}, ${nothing(count)}) AS folded,
    length(arrayFilter(chain -> notEmpty(chain), folded.1)) AS level,
    if(notEmpty(folded.2[level]), folded.2[level], folded.1[level]) AS times
  FROM (
    SELECT ${PERSON} AS person, toUnixTimestamp64Milli(time) AS at, ${mask(plan)} AS mask
    FROM events
    WHERE ${inScope(project, plan.range)} AND ${allOf(plan.filters, plan.range.zone)} AND mask != 0
  )
  GROUP BY person
)`
}

/** Which steps an event satisfies, a bit each. */
function mask({ steps, range }: FunnelPlan): Sql {
  const bits = steps.map(({ event, filters }, at) => {
    const matches = sql`(event = ${bind('String', event)} AND ${allOf(filters, range.zone)})`
    return sql`bitShiftLeft(toUInt32(${matches}), ${integer(at)})`
  })
  return sql`${join(bits, ' + ')}`
}

const events: Sql = sql`arraySort(groupArray((at, mask)))`
const nothing = (count: Sql): Sql => {
  const empty = sql`arrayMap(k -> emptyArrayInt64(), range(1, ${count} + 1))`
  return sql`(${empty}, ${empty})`
}

/** `acc.1[k]`: times of the chain that reaches step k with the latest start; `e.1` the time, `e.2` the mask. */
const chains = (windowMs: number, count: Sql): Sql => sql`arrayMap(k -> multiIf(
      NOT bitTest(e.2, k - 1), acc.1[k],
      k = 1, [e.1],
      notEmpty(acc.1[k - 1]) AND e.1 - acc.1[k - 1][1] <= ${bind('Int64', windowMs)}
        AND (empty(acc.1[k]) OR acc.1[k - 1][1] > acc.1[k][1]),
      arrayPushBack(acc.1[k - 1], e.1), acc.1[k]), range(1, ${count} + 1))`

/** `acc.2[k]`: the first chain that reached step k, taken over one event later, before anything can replace it. */
const firsts = (count: Sql): Sql =>
  sql`arrayMap(k -> if(notEmpty(acc.2[k]), acc.2[k], acc.1[k]), range(1, ${count} + 1))`

function stepColumns(step: number): Sql[] {
  const k = integer(step)
  const reached = sql`countIf(level >= ${k}) AS count_${k}`
  if (step === 1) return [reached]
  const seconds = sql`(times[${k}] - times[${integer(step - 1)}]) / 1000`
  return [
    reached,
    sql`quantileExactInclusiveIf(0.5)(${seconds}, level >= ${k}) AS median_${k}`,
    sql`avgIf(${seconds}, level >= ${k}) AS average_${k}`,
  ]
}
