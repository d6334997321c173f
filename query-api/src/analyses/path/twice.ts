/**
 * Paths over sessions that are read in no time: the ways that most sessions take first, and then how many come to the nodes at their
 * ends. Nothing is kept of all other ways but how many sessions take them.
 */
import { bind, integer, naturals, type Sql, sql } from '@firefly/clickhouse/sql'
import type { PathPlan } from './plan.ts'
import { type PathRow, untimedWays, ways } from './sql.ts'

export interface LinkRow {
  step: number | string
  node: string
  next: string
  sessions: number | string
  median: number
}
export interface StandRow {
  step: number | string
  node: string
  came: number | string
  exits: number | string
}

/** A step, a node and the next one in one number. */
const WAY: Sql = sql`bitXor(intHash64(way.2 + way.1), way.3)`

/** As many links as are asked for, and all others that as many sessions take as the last of these. */
export const linksSql = (plan: PathPlan, visits: Sql): Sql => sql`
SELECT any(way.1) AS step, any(way.2) AS node, any(way.3) AS next, count() AS sessions, quantileExactInclusive(0.5)(way.4) AS median
FROM (${ways(plan, visits)})
WHERE way.3 != 0 AND ${WAY} IN (
  SELECT taken FROM (
    SELECT ${WAY} AS taken, count() AS sessions
    FROM (${untimedWays(plan, visits)})
    WHERE way.3 != 0
    GROUP BY taken
    ORDER BY sessions DESC
    LIMIT ${integer(plan.limit)} WITH TIES
  )
)
GROUP BY ${WAY}`

/** How many sessions come to the nodes at the ends of links, and how many end there. */
export function standsSql(plan: PathPlan, visits: Sql, links: readonly LinkRow[]): Sql {
  const ends = links.flatMap(({ step, node, next }) => [
    { step: Number(step), node },
    { step: Number(step) + 1, node: next },
  ])
  const steps = bind(
    'Array(UInt64)',
    ends.map(({ step }) => step),
  )
  const nodes = naturals(ends.map(({ node }) => node))
  return sql`
SELECT way.1 AS step, way.2 AS node, count() AS came, countIf(way.3 = 0) AS exits
FROM (${untimedWays(plan, visits)})
WHERE (step, node) IN (SELECT arrayJoin(arrayZip(${steps}, ${nodes})))
GROUP BY step, node`
}

export const rowOf = (links: readonly LinkRow[], stands: readonly StandRow[]): PathRow => ({
  links: links.map(({ step, node, next, sessions, median }) => [step, node, next, sessions, median]),
  nodes: stands.map(({ step, node, came, exits }) => [step, node, came, exits]),
})
