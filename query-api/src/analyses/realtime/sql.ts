/** Realtime as one statement: the last minutes, grouped in every way that is shown. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import { bucketStart } from '../../numbered.ts'
import { shownOf } from '../../catalog.ts'
import { pageOf } from '../../pages.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import type { RealtimePlan } from './plan.ts'

/** `name` is Unix seconds on the row of a minute, and empty on that of all. */
export interface RealtimeRow {
  list: 'all' | 'minute' | 'event' | 'page' | 'platform'
  name: string
  count: string | number
  users: string | number
}

export const realtimeSql = (plan: RealtimePlan, project: Project): Sql =>
  isCheapToRead(plan, project) ? apartSql(plan, project) : onceSql(plan, project)

/** Whether reading an event costs less than grouping it in several ways at once. */
const isCheapToRead = ({ filters }: RealtimePlan, { joins, sampling }: Project): boolean =>
  (filters ?? []).length === 0 && joins === undefined && sampling === undefined

/**
 * Each list reads what it needs, and groups by one column as it is stored: takes two thirds of the time of all at once. A block
 * that comes in between may be in one list and not yet in another.
 */
function apartSql(plan: RealtimePlan, project: Project): Sql {
  const list = (called: RealtimeRow['list'], of: Sql, most: number, only = sql`1`): Sql => sql`SELECT * FROM (
  SELECT ${bind('String', called)} AS list, toString(${of}) AS name, count() AS count, uniqExact(person) AS users
  FROM moments WHERE ${only}
  GROUP BY ${of}
  HAVING list = 'all' OR name != ''
  ORDER BY count DESC, name
  LIMIT ${integer(most)})`
  const lists = [
    list('all', sql`''`, 1),
    list('minute', sql`minute`, plan.minutes.length),
    list('event', sql`event`, plan.limit),
    list('page', sql`page`, plan.limit, sql`event = '$pageview'`),
    list('platform', sql`platform`, plan.limit),
  ]
  return sql`
WITH moments AS (${momentsSql(plan, project)})
${join(lists, '\nUNION ALL\n')}`
}

const onceSql = (plan: RealtimePlan, project: Project): Sql => sql`
SELECT multiIf(grouping(minute) = 0, 'minute', grouping(event) = 0, 'event', grouping(page) = 0, 'page',
    grouping(platform) = 0, 'platform', 'all') AS list,
  multiIf(list = 'minute', toString(minute), list = 'event', toString(event), list = 'page', page, toString(platform)) AS name,
  count() AS count, uniqExact(person) AS users
FROM (${momentsSql(plan, project)})
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
HAVING list = 'all' OR name != ''
ORDER BY list, count DESC, name
LIMIT ${integer(Math.max(plan.limit, plan.minutes.length))} BY list`

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
  SELECT DISTINCT person FROM (${momentsSql(plan, project)}) WHERE ${join([at, ...wanted], ' AND ')}`
}

const momentsSql = (plan: RealtimePlan, project: Project): Sql => sql`
  SELECT ${personOf(project)} AS person, ${bucketStart(plan.minutes)} AS minute, event,
    if(event = '$pageview', ${pageOf(project)}, '') AS page, ${shownOf('$platform', plan.range.zone, project)} AS platform
  FROM ${eventsOf(project)}
  WHERE ${inScope(project, plan.range)} AND ${allOf(plan.filters, plan.range.zone)}`
