/**
 * Paths over sessions that are read in no time: the ways that most sessions take first, then what else is told of them and of the nodes
 * at their ends. Nothing is kept of all other ways but a number, and how many sessions take them.
 */
import { bind, integer, naturals, type Sql, sql } from '@firefly/clickhouse/sql'
import { grouped } from '../../grouped.ts'
import type { PathPlan } from './plan.ts'
import { type PathRow, pathsOf, untimedWays, WAY, wayNumbers } from './sql.ts'

export interface CountRow {
  way: string
  sessions: number | string
}
/** What a number stands for. */
export interface WayRow {
  way: string
  step: number | string
  node: string
  next: string
}
export type LinkRow = Omit<WayRow & CountRow, 'way'>
/** Of a node at its step, those who go on by one of the links, or all others under a `next` of 0. */
export interface DetailRow {
  step: number | string
  node: string
  next: string
  came: number | string
  exits: number | string
  median: number
}

/** As many ways as are asked for, and all others that as many sessions take as the last of these. */
export const countsSql = (plan: PathPlan, visits: Sql): Sql => sql`
SELECT way, count() AS sessions
FROM (${wayNumbers(plan, visits)})
GROUP BY way
ORDER BY sessions DESC
LIMIT ${integer(plan.limit)} WITH TIES`

/** Ways that many take are found among the first sessions, and no more of them are read than that takes. */
export const waysSql = (plan: PathPlan, visits: Sql, counts: readonly CountRow[]): Sql => sql`
SELECT DISTINCT ${WAY} AS way, step, node, next
FROM (SELECT way.1 AS step, way.2 AS node, way.3 AS next FROM (${untimedWays(plan, visits)}))
WHERE ${WAY} IN (SELECT arrayJoin(${naturals(counts.map(({ way }) => way))}))
LIMIT ${integer(counts.length)}`

export function linksOf(counts: readonly CountRow[], ways: readonly WayRow[]): LinkRow[] {
  const byNumber = new Map(ways.map((one) => [one.way, one]))
  return counts.flatMap(({ way, sessions }) => {
    const found = byNumber.get(way)
    return found ? [{ step: found.step, node: found.node, next: found.next, sessions }] : []
  })
}

export function detailsSql(plan: PathPlan, visits: Sql, links: readonly LinkRow[]): Sql {
  const steps = bind(
    'Array(UInt64)',
    links.map(({ step }) => Number(step)),
  )
  const [nodes, nexts] = [naturals(links.map(({ node }) => node)), naturals(links.map(({ next }) => next))]
  const taken = sql`arrayMap((step, node, next) -> ${WAY}, ${steps}, ${nodes}, ${nexts})`
  const ends = sql`arrayConcat(arrayMap((step, node) -> node + step, ${steps}, ${nodes}), arrayMap((step, next) -> next + step + 1, ${steps}, ${nexts}))`
  return sql`
SELECT any(nth) AS step, any(here) AS node, taken AS next, count() AS came, countIf(there = 0) AS exits,
  quantileExactInclusiveIf(0.5)(took, taken != 0) / 1000 AS median
FROM (
  SELECT step AS nth, node AS here, next AS there, node + step AS place, toInt64(until - since) AS took,
    if(${WAY} IN (SELECT arrayJoin(${taken})), next, 0) AS taken
  FROM (${pathsOf(plan, visits)})
  ARRAY JOIN arrayEnumerate(nodes) AS step, nodes AS node, arrayShiftLeft(nodes, 1) AS next, ats AS since, arrayShiftLeft(ats, 1) AS until
  WHERE node + step IN (SELECT arrayJoin(${ends}))
)
GROUP BY place, taken`
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
