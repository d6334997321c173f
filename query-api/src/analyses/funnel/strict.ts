/**
 * Chains between whose events nothing else happens: each goes on in the same instant or in the very next one of the unit.
 * What happens in the instant of a step lies beside it and not between.
 */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { sourcesOf, startsAt } from './chains.ts'
import type { FunnelPlan } from './plan.ts'

const freshAt = (step: number): Sql => name(`fresh_${step}`)
const lastAt = (step: number): Sql => name(`last_${step}`)

/** `fresh_k` holds starts at the moves to step k alone, `last_k` in which instant the carried one was found. */
export const nextInstantStarts = (plan: FunnelPlan, step: number, inner: Sql): Sql => sql`
    SELECT *, arrayFill(start -> start != 0, ${freshAt(step)}) AS ${startsAt(step)},
      arrayFill(last -> last != 0, arrayMap((start, nth) -> if(start != 0, nth, 0), ${freshAt(step)}, nth)) AS ${lastAt(step)}
    FROM (
      SELECT *, arrayMap((start, at) -> if(start != 0 AND at - start <= ${bind('UInt64', plan.windowMs)}, start, 0),
        ${found(plan, step)}, at) AS ${freshAt(step)}
      FROM (${inner}))`

/** Of all chains that a move can prolong the one with the latest start. */
function found(plan: FunnelPlan, step: number): Sql {
  const sources = sourcesOf(plan, step)
  const parameters = sources.flatMap((source) => [name(`start_${source}`), name(`found_${source}`)])
  const arrays = sources.flatMap((source) => [startsAt(source), lastAt(source)])
  const prolongs = sources.map(
    (source) =>
      sql`if(came <= ${integer(source)} AND ${name(`found_${source}`)} + 1 >= nth, ${name(`start_${source}`)}, 0)`,
  )
  const begins = step <= plan.stride ? [sql`if(came = 0, at, 0)`] : []
  return sql`arrayMap((${join([sql`at`, sql`step`, sql`came`, sql`nth`, ...parameters], ', ')}) ->
          if(step = ${integer(step)}, greatest(${join([sql`toUInt64(0)`, ...begins, ...prolongs], ', ')}), 0),
          ${join([sql`at`, sql`step`, sql`came`, sql`nth`, ...arrays], ', ')})`
}
