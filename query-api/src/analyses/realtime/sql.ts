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

/** As the engine tells it: columns, and which of them a row is about. Each list in the order of its counts, then of its names. */
export interface ListedRow extends Record<(typeof LISTS)[number], string> {
  list: string | number
  count: string | number
  users: string | number
}

const LISTS = ['minute', 'event', 'page', 'platform'] as const

const listsSql = (plan: RealtimePlan, project: Project, users: Sql): Sql => sql`
SELECT grouping(minute, event, page, platform) AS list, minute, event, page, platform, count() AS count, ${users} AS users
FROM (${momentsSql(plan, project, bucketStart(plan.minutes))})
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
ORDER BY list, count DESC, minute, event, page, platform
LIMIT ${mostOf(plan)} BY list`

/** One more than are told, since what has no name is not. */
const mostOf = ({ limit, minutes }: RealtimePlan): Sql => integer(Math.max(limit, minutes.length) + 1)

/** The rows of something with a name, and that of all. */
export const namedRows = (rows: readonly ListedRow[]): RealtimeRow[] =>
  rows.flatMap(({ list, count, users, ...names }) => {
    // A bit each, the first column's the highest: 0 where a row is about that column.
    const about = LISTS.find((_, at) => !(Number(list) & (1 << (LISTS.length - 1 - at))))
    const row = { list: about ?? ('all' as const), name: about ? names[about] : '', count, users }
    return about && row.name === '' ? [] : [row]
  })

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
