/**
 * Paths over sessions that are read in no time: the ways that most sessions take first, then what else is told of them and of the nodes
 * at their ends. Nothing is kept of all other ways but a number, and how many sessions take them.
 */
import { integer, naturals, type Sql, sql } from '@firefly/clickhouse/sql'
import { grouped } from '../../grouped.ts'
import type { PathPlan } from './plan.ts'
import { type PathRow, pathsOf, untimedWays, WAY, WAY_FROM_PLACE, wayNumbers } from './sql.ts'

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
export type LinkRow = WayRow & CountRow
/** Under the number of a way who took it and how long; under that of a place those who came there and went on by none of the ways. */
export interface DetailRow {
  number: string
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
    return found ? [{ ...found, sessions }] : []
  })
}

/** Grouped by one number: a way from a place has another one than the place itself. */
export function detailsSql(plan: PathPlan, visits: Sql, links: readonly LinkRow[]): Sql {
  const among = (numbers: readonly string[]): Sql => sql`(SELECT arrayJoin(${naturals(numbers)}))`
  const ends = new Set(links.flatMap(endsOf).map(placeOf))
  return sql`
SELECT if(is_taken, way, place) AS number, count() AS came, countIf(next = 0) AS exits,
  quantileExactInclusiveIf(0.5)(took, is_taken) / 1000 AS median
FROM (
  SELECT place, next, took, ${WAY_FROM_PLACE} AS way, way IN ${among(links.map(({ way }) => way))} AS is_taken
  FROM (${pathsOf(plan, visits)})
  ARRAY JOIN arrayMap((node, step) -> node + step, nodes, arrayEnumerate(nodes)) AS place,
    arrayShiftLeft(nodes, 1) AS next, arrayShiftLeft(arrayDifference(ats), 1) AS took
  WHERE place IN ${among([...ends])}
)
GROUP BY number`
}

/** A node at its step. */
type Place = Pick<WayRow, 'step' | 'node'>
const endsOf = ({ step, node, next }: WayRow): Place[] => [
  { step, node },
  { step: Number(step) + 1, node: next },
]
/** As the engine adds them up, in 64 bits. */
const placeOf = ({ step, node }: Place): string => BigInt.asUintN(64, BigInt(node) + BigInt(step)).toString()

/** Both together as one statement over events gives them. */
export function rowOf(links: readonly LinkRow[], details: readonly DetailRow[]): PathRow {
  const byNumber = new Map(details.map((one) => [one.number, one]))
  const from = grouped(links, placeOf)
  const places = new Map(links.flatMap(endsOf).map((end) => [placeOf(end), end]))
  const cameTo = (place: string): number =>
    [place, ...(from.get(place) ?? []).map(({ way }) => way)].reduce(
      (sum, number) => sum + Number(byNumber.get(number)?.came ?? 0),
      0,
    )
  return {
    links: links.map((one) => [
      one.step,
      one.node,
      one.next,
      one.sessions,
      byNumber.get(one.way)?.median ?? 0,
    ]),
    nodes: [...places].map(([place, { step, node }]) => [
      step,
      node,
      cameTo(place),
      byNumber.get(place)?.exits ?? 0,
    ]),
  }
}
