/**
 * Paths as one statement: the moments of each session, equal neighbours merged, cut to the part that is asked for; then
 * the ways from a step to the next that most sessions take, and the nodes that these lead from and to.
 */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { sessionRuns } from '../../sessions.ts'
import { nodeOf } from './nodes.ts'
import type { PathPlan } from './plan.ts'
import type { Project } from '../../persons.ts'

/** Numbers of 64 bits come as text. */
export interface PathRow {
  /** step, name, name of the next step, sessions, median seconds */
  links: [number | string, string, string, number | string, number][]
  /** step, name, sessions, of these without a next step */
  nodes: [number | string, string, number | string, number | string][]
}

/** Ties by step and name, so that the answer is stable. */
export const pathSql = (plan: PathPlan, project: Project): Sql => sql`
SELECT links, arraySort(node -> (node.1, -toInt64(node.3), node.2), arrayFilter(node -> has(ends, (node.1, node.2)), found)) AS nodes
FROM (
  SELECT arraySlice(arraySort(link -> (-toInt64(link.4), link.1, link.2, link.3),
      groupArrayIf((step, name, next, sessions, seconds), is_link AND next != '')), 1, ${integer(plan.limit)}) AS links,
    arrayConcat(arrayMap(link -> (link.1, link.2), links), arrayMap(link -> (toUInt32(link.1 + 1), link.3), links)) AS ends,
    groupArrayIf((step, name, sessions, exits), NOT is_link) AS found
  FROM (
    SELECT step, name, next, grouping(next) = 0 AS is_link, count() AS sessions, countIf(next = '') AS exits,
      quantileExactInclusive(0.5)(seconds) AS seconds
    FROM (${ways(plan, project)})
    GROUP BY GROUPING SETS ((step, name, next), (step, name))
  )
)`

/** Whose sessions come to a node at its step; or leave it for another one, or for nowhere, which is empty text. */
export function walkersSql(
  plan: PathPlan,
  project: Project,
  { step, name, next }: { step: number; name: string; next?: string | undefined },
): Sql {
  const onwards = next === undefined ? sql`1` : sql`next = ${bind('String', next)}`
  return sql`
  SELECT DISTINCT person FROM (${ways(plan, project)})
  WHERE step = ${integer(step)} AND name = ${bind('String', name)} AND ${onwards}`
}

/** From each moment of a path to the next one; the last one leads nowhere. */
const ways = (plan: PathPlan, project: Project): Sql => sql`
      SELECT person, way.1 AS step, way.2 AS name, way.3 AS next, way.4 AS seconds
      FROM (
        SELECT person, arrayJoin(arrayMap((step, here, there) -> (step, here.3, there.3, (there.1 - here.1) / 1000),
          arrayEnumerate(path), path, arrayShiftLeft(path, 1))) AS way
        FROM (SELECT person, ${shortened(plan)} AS path FROM (${anchored(plan, project)}))
      )`

/** The first steps, the last ones where the end is what matters, or both with what lies between as one node. */
function shortened({ start, end, steps }: PathPlan): Sql {
  const most = integer(steps)
  if (end === undefined) return sql`arraySlice(whole, 1, ${most})`
  if (start === undefined) return sql`arraySlice(whole, greatest(1, toInt64(length(whole)) - ${most} + 1))`
  const [first, last] = [Math.floor(steps / 2), Math.ceil(steps / 2) - 1]
  const middle = sql`[(whole[${integer(first + 1)}].1, whole[${integer(first + 1)}].2, '…')]`
  return sql`if(length(whole) <= ${most}, whole, arrayConcat(arraySlice(whole, 1, ${integer(first)}), ${middle},
          arraySlice(whole, toInt64(length(whole)) - ${integer(last)} + 1)))`
}

/** From the first `start` to the first `end` behind it; nothing of a session without them. */
function anchored(plan: PathPlan, project: Project): Sql {
  const { start, end } = plan
  const begin = start === undefined ? sql`1` : sql`indexOf(names, ${bind('String', start)})`
  const behind = start === undefined ? sql`0` : sql`begin`
  const finish =
    end === undefined
      ? sql`length(names)`
      : sql`arrayFirstIndex((name, at) -> name = ${bind('String', end)} AND at > ${behind}, names, arrayEnumerate(names))`
  return sql`
          SELECT person, ${begin} AS begin, ${finish} AS finish,
            if(begin = 0 OR finish = 0, [], arraySlice(visit, begin, toInt64(finish) - begin + 1)) AS whole
          FROM (${visits(plan, project)})`
}

/** One row a session: its moments with a node, where neighbours differ. Whatever happens breaks a silence. */
const visits = (plan: PathPlan, project: Project): Sql => sql`
            SELECT person, arrayFilter(moment -> moment.3 != '', run) AS shown,
              arrayFilter((here, before) -> here.3 != before.3, shown, arrayShiftRight(shown, 1)) AS visit,
              arrayMap(moment -> moment.3, visit) AS names
            FROM (${sessionRuns({
              project,
              range: plan.range,
              node: nodeOf(plan),
              gapMs: plan.gapMs,
              where: sql`(node != '' OR session = '')`,
            })})`
