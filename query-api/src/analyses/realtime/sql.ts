/** Realtime: which statement counts what happened in the last minutes, and whoever is behind a number. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { bucketStart } from '../../numbered.ts'
import { type Project, withoutPeople } from '../../persons.ts'
import { momentsSql } from './moments.ts'
import type { RealtimePlan } from './plan.ts'

/** `name` is Unix seconds on the row of a minute, and empty on that of all. */
export interface RealtimeRow {
  list: 'all' | 'minute' | 'event' | 'page' | 'platform'
  name: string
  count: string | number
  users: string | number
}

/** Events and people in one statement, for any number of minutes and names. */
export const realtimeSql = (plan: RealtimePlan, project: Project): Sql =>
  listsSql(plan, project, sql`uniqExact(person)`)

/** The events alone, without a look at anybody. */
export const countsSql = (plan: RealtimePlan, project: Project): Sql =>
  listsSql(plan, withoutPeople(project), sql`0`)

const listsSql = (plan: RealtimePlan, project: Project, users: Sql): Sql => sql`
SELECT multiIf(grouping(minute) = 0, 'minute', grouping(event) = 0, 'event', grouping(page) = 0, 'page',
    grouping(platform) = 0, 'platform', 'all') AS list,
  multiIf(list = 'minute', toString(minute), list = 'event', toString(event), list = 'page', page, toString(platform)) AS name,
  count() AS count, ${users} AS users
FROM (${momentsSql(plan, project, bucketStart(plan.minutes))})
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
HAVING list = 'all' OR name != ''
ORDER BY list, count DESC, name
LIMIT ${mostOf(plan)} BY list`

const mostOf = ({ limit, minutes }: RealtimePlan): Sql => integer(Math.max(limit, minutes.length))

export interface Present {
  /** Unix seconds. */
  minute?: number | undefined
  event?: string | undefined
  page?: string | undefined
  platform?: string | undefined
}

/** Whoever did something of the kind, or anything. */
export function presentSql(plan: RealtimePlan, project: Project, { minute, ...names }: Present): Sql {
  const wanted = Object.entries(names).flatMap(([column, value]) =>
    value === undefined ? [] : [sql`${name(column)} = ${bind('String', value)}`],
  )
  const at = minute === undefined ? sql`1` : sql`minute = ${bind('Int64', minute)}`
  return sql`
  SELECT DISTINCT person FROM (${momentsSql(plan, project, bucketStart(plan.minutes))}) WHERE ${join([at, ...wanted], ' AND ')}`
}
