/** The statements of an export: how many events lie where, and a page of them in the order of time. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import type { ExportQuery } from '@firefly/protocol/query/export'
import { allOf } from '../../filters.ts'
import { eventsOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { columnSql, columnsOf } from './columns.ts'
import type { Slice } from './slices.ts'
import { lineSql, type TextFormat } from './text.ts'

/** `start` is Unix milliseconds. */
export interface CountRow {
  start: string | number
  events: string | number
}
/** `at` and `id` are where the page behind goes on; `row` is what was asked for. */
export interface PageRow<Row> {
  /** Unix milliseconds. */
  at: number
  id: string
  row: Row
}
export type Cursor = Pick<PageRow<unknown>, 'at' | 'id'>

export interface Exporting {
  query: ExportQuery
  project: Project
  zone: string
  /** What each row is: a line, or a list of the texts of its columns. */
  as: TextFormat | 'cells'
  /** Only events for which it holds; of whoever it is when not given. */
  whose?: Sql
}

export const countsSql = (exporting: Exporting, within: Slice, width: number): Sql => sql`
SELECT toInt64(floor(toUnixTimestamp64Milli(time) / ${integer(width)})) * ${integer(width)} AS start, count() AS events
FROM ${eventsOf(exporting.project)}
WHERE ${wanted(exporting, within)}
GROUP BY start`

/** The same by name and day, as they are stored. */
export const storedSql = (exporting: Exporting, within: Slice): Sql => sql`
SELECT toString(event) AS name, toInt64(floor(toUnixTimestamp64Milli(time) / 86400000)) * 86400000 AS start, count() AS events
FROM ${eventsOf(exporting.project)}
WHERE ${wanted(exporting, within)}
GROUP BY name, start
ORDER BY name, start`

/** In any order, up to `most` of them. */
export const allSql = (exporting: Exporting, within: Slice, most: number): Sql => sql`
SELECT * FROM (${rowsSql(exporting, within)})
LIMIT ${bind('UInt32', most)}`

export const pageSql = (exporting: Exporting, within: Slice, most: number, after?: Cursor): Sql => sql`
SELECT * FROM (
  ${rowsSql(exporting, within, after === undefined ? sql`1` : sql`(at, id) > (toFloat64(${bind('String', String(after.at))}), ${bind('String', after.id)})`)}
)
ORDER BY at, id
LIMIT ${bind('UInt32', most)}`

function rowsSql(exporting: Exporting, within: Slice, behind = sql`1`): Sql {
  const { query, zone, project, as } = exporting
  const columns = columnsOf(query)
  const names = columns.map((_, at) => name(`cell_${at}`))
  const cells = columns.map((column, at) => sql`${columnSql(column, zone, project)} AS ${name(`cell_${at}`)}`)
  return sql`
SELECT at, id, ${as === 'cells' ? sql`[${join(names, ', ')}]` : lineSql(as, columns, names)} AS row
FROM (
  SELECT toFloat64(toUnixTimestamp64Milli(time)) AS at, concat(message_id, ' ', toString(log_partition), ' ', toString(log_offset)) AS id,
    ${join(cells, ', ')}
  FROM ${eventsOf(project)}
  WHERE ${wanted(exporting, within)} AND ${behind}
)
SETTINGS output_format_json_escape_forward_slashes = 0`
}

function wanted({ query, project, zone, whose = sql`1` }: Exporting, within: Slice): Sql {
  const named = query.events ? sql`event IN ${bind('Array(String)', query.events)}` : sql`1`
  return sql`${inScope(project, { ...within, zone })} AND ${whose} AND ${named} AND ${allOf(query.filters, zone)}`
}
