/** The statements of an export: how many events lie where, and a page of them in the order of time. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { ExportQuery } from '@firefly/protocol/query/export'
import { allOf } from '../../filters.ts'
import { eventsOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { columnSql, columnsOf } from './columns.ts'
import type { Slice } from './slices.ts'

/** `start` is Unix milliseconds. */
export interface CountRow {
  start: string | number
  events: string | number
}
/** `at` and `id` are where the page behind goes on. */
export interface PageRow {
  at: string | number
  id: string
  cells: string[]
}
export type Cursor = Pick<PageRow, 'at' | 'id'>

export interface Exporting {
  query: ExportQuery
  project: Project
  zone: string
  /** Only events for which it holds; of whoever it is when not given. */
  whose?: Sql
}

export const countsSql = (exporting: Exporting, within: Slice, width: number): Sql => sql`
SELECT intDiv(toUnixTimestamp64Milli(time), ${integer(width)}) * ${integer(width)} AS start, count() AS events
FROM ${eventsOf(exporting.project)}
WHERE ${wanted(exporting, within)}
GROUP BY start`

export const pageSql = (exporting: Exporting, within: Slice, most: number, after?: Cursor): Sql => sql`
SELECT toUnixTimestamp64Milli(time) AS at, concat(message_id, ' ', toString(log_partition), ' ', toString(log_offset)) AS id,
  [${join(
    columnsOf(exporting.query).map((column) => columnSql(column, exporting.zone, exporting.project)),
    ', ',
  )}] AS cells
FROM ${eventsOf(exporting.project)}
WHERE ${wanted(exporting, within)} AND ${after === undefined ? sql`1` : sql`(at, id) > (toInt64(${bind('String', String(after.at))}), ${bind('String', after.id)})`}
ORDER BY at, id
LIMIT ${bind('UInt32', most)}`

function wanted({ query, project, zone, whose = sql`1` }: Exporting, within: Slice): Sql {
  const named = query.events ? sql`event IN ${bind('Array(String)', query.events)}` : sql`1`
  return sql`${inScope(project, { ...within, zone })} AND ${whose} AND ${named} AND ${allOf(query.filters, zone)}`
}
