/**
 * Paths as one statement: the moments of each session, equal neighbours merged, cut to the part that is asked for; then
 * the ways from a step to the next that most sessions take, and the nodes that these lead from and to.
 */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { instantOf, nodeEvents, type Packing, sessionMoments, WIDE } from './moments.ts'
import { numberOfText } from './nodes.ts'
import type { PathPlan } from './plan.ts'

/** Nodes are the numbers of their names. Numbers of 64 bits come as text. */
export interface PathRow {
  /** step, node, node of the next step, sessions, median seconds */
  links: [number | string, string, string, number | string, number][]
  /** step, node, sessions, of these without a next step */
  nodes: [number | string, string, number | string, number | string][]
}

/**
 * Of the links as many as are asked for, and all others that as many sessions take as the last of these. A node at one
 * of their ends is found as one that is met for the second time: what a lambda captures is copied for each element.
 */
export const pathSql = (plan: PathPlan, packing: Packing, project: Project): Sql => sql`
SELECT links, nodes FROM (
SELECT arrayFilter(link -> link.4 >= least, found) AS links,
  arrayConcat(arrayMap(link -> (link.1, link.2), links), arrayMap(link -> (toUInt32(link.1 + 1), link.3), links)) AS ends,
  arrayDistinct(ends) AS once,
  arrayEnumerateUniq(arrayConcat(once, arrayMap(node -> (node.1, node.2), stands))) AS seen,
  arrayFilter((node, times) -> times > 1, stands, arraySlice(seen, length(once) + 1)) AS nodes
FROM (
  SELECT arrayFlatten(groupArray(arrayMap(one -> (step, node, one.1, one.2, one.3), onwards))) AS found,
    arrayReverseSort(arrayMap(link -> link.4, found))[${integer(plan.limit)}] AS least,
    groupArray((step, node, came, exits)) AS stands
  FROM (
    SELECT step, node, sum(sessions) AS came, sumIf(sessions, next = 0) AS exits,
      groupArrayIf((next, sessions, median), next != 0) AS onwards
    FROM (
      SELECT any(way.1) AS step, any(way.2) AS node, any(way.3) AS next, count() AS sessions,
        quantileExactInclusiveIf(0.5)(way.4, way.3 != 0) / 1000 AS median
      FROM (${ways(plan, visitsOf(plan, packing, nodeEvents(plan, packing, project)))})
      GROUP BY bitXor(intHash64(way.2 + way.1), way.3)
    )
    GROUP BY step, node
  )
))`

export interface Walk {
  step: number
  name: string
  /** The node of the next step; empty where there is none. Any when not given. */
  next?: string | undefined
}

/** Whose sessions come to a node at its step; or leave it for another one, or for nowhere. */
export function walkersSql(plan: PathPlan, visits: Sql, { step, name, next }: Walk): Sql {
  const onwards = next === undefined ? sql`1` : sql`next = ${next === '' ? sql`0` : numberOf(next)}`
  return sql`
  SELECT DISTINCT person FROM (
      SELECT person, way.1 AS step, way.2 AS node, way.3 AS next FROM (${ways(plan, visits)}))
  WHERE step = ${integer(step)} AND node = ${numberOf(name)} AND ${onwards}`
}

/** One row a session, of the events themselves. */
export const visitsOfEvents = (plan: PathPlan, project: Project): Sql =>
  visitsOf(plan, WIDE, nodeEvents(plan, WIDE, project))

const numberOf = (name: string): Sql => numberOfText(bind('String', name))

/** From each node of a path to the next one, as (step, node, next, milliseconds); the last one leads nowhere. Nodes are hashes, and one made of them tells ways apart. */
export const ways = (plan: PathPlan, visits: Sql): Sql => sql`
        SELECT person, arrayJoin(arrayZip(arrayEnumerate(nodes), nodes, arrayShiftLeft(nodes, 1),
          arrayMap((here, there) -> toInt64(there - here), ats, arrayShiftLeft(ats, 1)))) AS way
        FROM (${pathsOf(plan, visits)})`

/** The same without how long it took, and without the last one. */
export const untimedWays = (plan: PathPlan, visits: Sql): Sql => sql`
        SELECT arrayJoin(arrayZip(${ONWARDS})) AS way
        FROM (${pathsOf(plan, visits)})`

/** The same as a number each: what is told apart by one is counted in half the time. */
export const wayNumbers = (plan: PathPlan, visits: Sql): Sql => sql`
        SELECT arrayJoin(arrayMap((step, node, next) -> ${WAY}, ${ONWARDS})) AS way
        FROM (${pathsOf(plan, visits)})`

/** A step, a node and the next one in one number. */
export const WAY: Sql = sql`bitXor(intHash64(node + step), next)`
/** The same number, of a node and its step added up. */
export const WAY_FROM_PLACE: Sql = sql`bitXor(intHash64(place), next)`
const ONWARDS: Sql = sql`arrayPopBack(arrayEnumerate(nodes)), arrayPopBack(nodes), arrayPopFront(nodes)`

/** One row a session: its `nodes` and their instants, `ats`, as long as they are asked for. */
export const pathsOf = (plan: PathPlan, visits: Sql): Sql => shortened(plan, anchored(plan, visits))

/** Stands for all that is left out in the middle. */
export const BETWEEN = '…'

/** The first steps, the last ones where the end is what matters, or both with what lies between as one node. */
function shortened({ start, end, steps }: PathPlan, visits: Sql): Sql {
  const most = integer(steps)
  const each = (of: (list: Sql) => Sql): Sql =>
    sql`SELECT person, ${of(sql`whole`)} AS nodes, ${of(sql`instants`)} AS ats FROM (${visits})`
  if (end === undefined) return each((list) => sql`arraySlice(${list}, 1, ${most})`)
  if (start === undefined)
    return each((list) => sql`arraySlice(${list}, greatest(1, toInt64(length(${list})) - ${most} + 1))`)
  const [first, last] = [Math.floor(steps / 2), Math.ceil(steps / 2) - 1]
  const parted = (list: Sql, middle: Sql): Sql => sql`if(length(whole) <= ${most}, ${list},
          arrayConcat(arraySlice(${list}, 1, ${integer(first)}), [${middle}], arraySlice(${list}, toInt64(length(whole)) - ${integer(last)} + 1)))`
  return sql`SELECT person, ${parted(sql`whole`, numberOf(BETWEEN))} AS nodes,
          ${parted(sql`instants`, sql`instants[${integer(first + 1)}]`)} AS ats FROM (${visits})`
}

/** From the first `start` to the first `end` behind it; nothing of a session without them. */
function anchored({ start, end }: PathPlan, visits: Sql): Sql {
  if (start === undefined && end === undefined)
    return sql`SELECT person, nodes AS whole, ats AS instants FROM (${visits})`
  const begin = start === undefined ? sql`1` : sql`indexOf(nodes, ${numberOf(start)})`
  const behind = start === undefined ? sql`0` : sql`begin`
  const finish =
    end === undefined
      ? sql`length(nodes)`
      : sql`arrayFirstIndex((node, at) -> node = ${numberOf(end)} AND at > ${behind}, nodes, arrayEnumerate(nodes))`
  const cut = (list: Sql): Sql =>
    sql`if(begin = 0 OR finish = 0, [], arraySlice(${list}, begin, toInt64(finish) - begin + 1))`
  return sql`
          SELECT person, ${begin} AS begin, ${finish} AS finish, ${cut(sql`nodes`)} AS whole, ${cut(sql`ats`)} AS instants
          FROM (${visits})`
}

/** One row a session: its `nodes`, where neighbours differ, and `ats`, milliseconds since whenever. */
export const visitsOf = (plan: Pick<PathPlan, 'gapMs'>, packing: Packing, events: Sql): Sql => sql`
            SELECT person, arrayMap(moment -> toUInt64(moment), visit) AS nodes, arrayMap(moment -> ${instantOf(packing, sql`moment`)}, visit) AS ats
            FROM (
              SELECT person, arrayFilter(moment -> toUInt64(moment) != 0, moments) AS shown,
                arrayMap(moment -> toUInt64(moment), shown) AS names,
                arrayFilter((moment, here, before) -> here != before, shown, names, arrayShiftRight(names, 1)) AS visit
              FROM (${sessionMoments(plan, packing, events)})
            )`
