/**
 * An ordered funnel as one statement. Each person's step events are folded, instant by instant, into the best chain for
 * every step: the one with the latest start, since its window lies furthest ahead. What happens in one instant has no
 * order, so a chain may take several steps there, one event each; whether the events suffice is Hall's condition for a
 * matching (P. Hall, 1935): any set of those steps has at least as many events that satisfy one of them.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { PERSON } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { inScope } from '../../scope.ts'
import type { FunnelPlan } from './plan.ts'

/** A chain takes at most so many steps in one instant: the sets of them double with each. */
const MOST_IN_AN_INSTANT = 10

export function funnelSql(plan: FunnelPlan, project: string): Sql {
  const count = integer(plan.steps.length)
  return sql`
SELECT ${join(
    plan.steps.flatMap((_, at) => stepColumns(at + 1)),
    ', ',
  )}
FROM (
  SELECT
    arrayFold((acc, e) -> (${chains(plan.windowMs, count)}, ${firsts}),
      arraySort(groupArray((at, masks))), ${nothing(count)}) AS folded,
    length(arrayFilter(chain -> notEmpty(chain), folded.1)) AS level,
    if(notEmpty(folded.2[level]), folded.2[level], folded.1[level]) AS times
  FROM (
    SELECT ${PERSON} AS person, toUnixTimestamp64Milli(time) AS at, groupArray(${mask(plan)}) AS masks
    FROM events
    WHERE ${inScope(project, plan.range)} AND ${allOf(plan.filters, plan.range.zone)} AND ${mask(plan)} != 0
    GROUP BY person, at
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

const nothing = (count: Sql): Sql => {
  const empty = sql`arrayMap(k -> emptyArrayInt64(), range(1, ${count} + 1))`
  return sql`(${empty}, ${empty})`
}

/** `acc.1[k]`: times of the chain that reaches step k with the latest start. A new one replaces it only if it starts later. */
const chains = (windowMs: number, count: Sql): Sql => sql`arrayMap(
      (old, new) -> if(notEmpty(new) AND (empty(old) OR new[1] > old[1]), new, old),
      acc.1, arrayMap(k -> ${extension(windowMs)}, range(1, ${count} + 1)))`

/**
 * The chain to step k that ends in this instant (`e.1` its time, `e.2` the masks of its events), from the shortest chain
 * that can be extended so far, as that one starts latest; empty when there is none.
 */
const extension = (windowMs: number): Sql => sql`arrayMap(
        j -> arrayConcat(if(j = 0, emptyArrayInt64(), acc.1[greatest(j, 1)]), arrayWithConstant(k - j, e.1)),
        arrayFilter(
          j -> (j = 0 OR (notEmpty(acc.1[greatest(j, 1)]) AND e.1 - acc.1[greatest(j, 1)][1] <= ${bind('Int64', windowMs)}))
            AND ${suffice},
          range(toUInt64(greatest(0, toInt64(k) - least(length(e.2), ${integer(MOST_IN_AN_INSTANT)}))), k)))[1]`

/** Whether the events of the instant can satisfy steps j + 1 to k, one each. `t` runs over all sets of these steps. */
const suffice: Sql = sql`arrayAll(
              t -> arrayCount(m -> bitAnd(m, bitShiftLeft(t, j)) != 0, e.2) >= bitCount(t),
              range(1, bitShiftLeft(toUInt64(1), k - j)))`

/** `acc.2[k]`: the first chain that reached step k, taken over one instant later, before anything can replace it. */
const firsts: Sql = sql`arrayMap((first, chain) -> if(notEmpty(first), first, chain), acc.2, acc.1)`

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
