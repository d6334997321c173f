/**
 * Paths over sessions that are read in no time: the ways that most sessions take first, then what else is told of them and of the nodes
 * at their ends. Nothing is kept of all other ways but how many sessions take them.
 */
import { bind, integer, naturals, type Sql, sql } from '@firefly/clickhouse/sql'
import type { PathPlan } from './plan.ts'
import { grouped } from '../../grouped.ts'
import { type PathRow, untimedWays, ways } from './sql.ts'

export interface LinkRow {
  step: number | string
  node: string
  next: string
  sessions: number | string
}
/** Of a node at its step, those who go on by one of the links, or all others under a `next` of 0. */
export interface DetailRow {
  step: number | string
  node: string
  next: string
  came: number | string
  exits: number | string
  median: number
}

/** As many links as are asked for, and all others that as many sessions take as the last of these. */
export const linksSql = (plan: PathPlan, visits: Sql): Sql => sql`
SELECT any(way.1) AS step, any(way.2) AS node, any(way.3) AS next, count() AS sessions
FROM (${untimedWays(plan, visits)})
WHERE way.3 != 0
GROUP BY ${WAY}
ORDER BY sessions DESC
LIMIT ${integer(plan.limit)} WITH TIES`

/** A step, a node and the next one in one number; a step and a node in one. */
const WAY: Sql = sql`bitXor(intHash64(way.2 + way.1), way.3)`
const PLACE: Sql = sql`way.2 + way.1`

export function detailsSql(plan: PathPlan, visits: Sql, links: readonly LinkRow[]): Sql {
  const steps = bind(
    'Array(UInt64)',
    links.map(({ step }) => Number(step)),
  )
  const [nodes, nexts] = [naturals(links.map(({ node }) => node)), naturals(links.map(({ next }) => next))]
  const taken = sql`arrayMap((step, node, next) -> bitXor(intHash64(node + step), next), ${steps}, ${nodes}, ${nexts})`
  const ends = sql`arrayConcat(arrayMap((step, node) -> node + step, ${steps}, ${nodes}), arrayMap((step, next) -> next + step + 1, ${steps}, ${nexts}))`
  return sql`
SELECT any(way.1) AS step, any(way.2) AS node, taken AS next, count() AS came, countIf(way.3 = 0) AS exits,
  quantileExactInclusiveIf(0.5)(way.4, taken != 0) / 1000 AS median
FROM (SELECT way, if(${WAY} IN (SELECT arrayJoin(${taken})), way.3, 0) AS taken FROM (${ways(plan, visits)}))
WHERE ${PLACE} IN (SELECT arrayJoin(${ends}))
GROUP BY ${PLACE}, taken`
}

/** Both together as one statement over events gives them. */
export function rowOf(links: readonly LinkRow[], details: readonly DetailRow[]): PathRow {
  const keyOf = ({ step, node, next }: Pick<LinkRow, 'step' | 'node' | 'next'>): string =>
    `${step} ${node} ${next}`
  const medians = new Map(details.map((one) => [keyOf(one), one.median]))
  const stands = grouped(details, ({ step, node }) => `${step} ${node}`)
  const sum = (numbers: readonly (number | string)[]): number =>
    numbers.reduce<number>((all, one) => all + Number(one), 0)
  return {
    links: links.map((one) => [one.step, one.node, one.next, one.sessions, medians.get(keyOf(one)) ?? 0]),
    nodes: [...stands.values()].flatMap((of) =>
      of
        .slice(0, 1)
        .map(({ step, node }): PathRow['nodes'][number] => [
          step,
          node,
          sum(of.map(({ came }) => came)),
          sum(of.map(({ exits }) => exits)),
        ]),
    ),
  }
}
