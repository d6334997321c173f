/** Sessions as one statement: one row a session, then their figures for all, for each bucket, entry and exit. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { SessionQuery } from '@firefly/protocol/query/session'
import type { Bucket } from '../../buckets.ts'
import { allOf } from '../../filters.ts'
import { pageOf, screenOf } from '../../pages.ts'
import type { Range } from '../../range.ts'
import { secondOf } from '../../numbered.ts'
import { sessionRuns } from '../../sessions.ts'
import type { Project } from '../../persons.ts'

export interface SessionPlan extends Pick<SessionQuery, 'filters' | 'limit'> {
  range: Range
  buckets: Bucket[]
}

/** `name` is Unix seconds on the row of a bucket, and empty where there is no page. */
export interface SessionRow {
  list: 'all' | 'bucket' | 'entry' | 'exit'
  name: string
  sessions: string | number
  users: string | number
  average: number
  median: number
  depth: number
  bounces: string | number
}

export const sessionSql = (plan: SessionPlan, project: Project): Sql => sql`
SELECT multiIf(grouping(bucket) = 0, 'bucket', grouping(entry) = 0, 'entry', grouping(leave) = 0, 'exit', 'all') AS list,
  multiIf(list = 'bucket', toString(bucket), list = 'entry', entry, leave) AS name,
  count() AS sessions, uniqExact(person) AS users, avg(seconds) AS average, quantileExactInclusive(0.5)(seconds) AS median,
  avg(views) AS depth, countIf(views <= 1) AS bounces
FROM (${visitsSql(plan, project)})
GROUP BY GROUPING SETS ((), (bucket), (entry), (leave))
ORDER BY list, sessions DESC, name
LIMIT ${integer(Math.max(plan.limit, plan.buckets.length))} BY list`

export interface Visited {
  /** Unix seconds. */
  bucket?: number | undefined
  /** Pages; null for none. */
  entry?: string | null | undefined
  exit?: string | null | undefined
}

/** Whose sessions begin in a bucket, with a page, end with one; or all of it. */
export function visitorsSql(plan: SessionPlan, project: Project, { bucket, entry, exit }: Visited): Sql {
  const wanted = [
    ...(bucket === undefined ? [] : [sql`bucket = ${bind('Int64', bucket)}`]),
    ...(entry === undefined ? [] : [sql`entry = ${bind('String', entry ?? '')}`]),
    ...(exit === undefined ? [] : [sql`leave = ${bind('String', exit ?? '')}`]),
  ]
  return sql`
  SELECT DISTINCT person FROM (${visitsSql(plan, project)}) WHERE ${join([sql`1`, ...wanted], ' AND ')}`
}

const visitsSql = (plan: SessionPlan, project: Project): Sql => sql`
  SELECT person, ${begun(plan)} AS bucket, (run[-1].1 - run[1].1) / 1000 AS seconds,
    arrayFilter(moment -> moment.4 != '', run) AS seen, length(seen) AS views, seen[1].4 AS entry, seen[-1].4 AS leave
  FROM (${sessionRuns({ project, range: plan.range, node: viewOf(project), where: allOf(plan.filters, plan.range.zone) })})`

function viewOf(project: Project): Sql {
  const [page, screen] = [pageOf(project), screenOf(project)]
  return sql`multiIf(event = '$pageview', if(${page} = '', toString(event), ${page}),
                      event = '$screen', if(${screen} = '', toString(event), ${screen}), '')`
}

function begun({ buckets }: SessionPlan): Sql {
  const starts = bind(
    'Array(Int64)',
    buckets.map(({ start }) => start / 1000),
  )
  return sql`roundDown(${secondOf(sql`run[1].1`)}, ${starts})`
}
