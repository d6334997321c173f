/** The measure of every group of several properties at once, over one stretch of time. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { ExplainQuery } from '@firefly/protocol/query/explain'
import { shownOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { measureOf } from '../../measures.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import type { Range } from '../../range.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'

/** `property` is empty on the row of all; `grp` is empty for no value. */
export interface ExplainRow {
  property: string
  grp: string
  value: number | string
}

/** More groups than anybody reads; beyond, the small ones are left out. */
const MOST_GROUPS = 10_000

export const groupsSql = (query: ExplainQuery, range: Range, project: Project): Sql => sql`
SELECT what.1 AS property, what.2 AS grp, ${measureOf(query.series.math, query.series.property, range.zone)} AS value
FROM (${withGroups(query, range, project)})
GROUP BY property, grp
ORDER BY property = '' DESC, value DESC, property, grp
LIMIT ${bind('UInt32', MOST_GROUPS)}`

/** Whoever is in a group; everybody where the property is empty. */
export const inGroupSql = (
  query: ExplainQuery,
  range: Range,
  project: Project,
  { property, value }: { property: string; value: string | null },
): Sql => sql`
  SELECT DISTINCT person FROM (${withGroups(query, range, project)})
  WHERE what = (${bind('String', property)}, ${bind('String', value ?? '')})`

/** The events of the series, once for every group they are in, and once for all. */
function withGroups({ series, filters, properties }: ExplainQuery, range: Range, project: Project): Sql {
  const { zone } = range
  const whats = properties.map(
    (property) => sql`(${bind('String', property)}, toString(${shownOf(property, zone, project)}))`,
  )
  return sql`
  SELECT *, ${personOf(project)} AS person, arrayJoin([('', ''), ${join(whats, ', ')}]) AS what
  FROM ${eventsOf(project)}
  WHERE ${inScope(project, range)} AND ${allOf(filters, zone)} AND ${selected(series, zone)}`
}
