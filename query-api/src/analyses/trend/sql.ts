/** A trend's statements: one scan a series gives every bucket and the whole range at once. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { textOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { measureOf } from '../../measures.ts'
import { bucketStart } from '../../numbered.ts'
import { EVENTS, PERSON } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'
import type { PlannedSeries, TrendPlan } from './plan.ts'

/** `bucket` is Unix seconds, and 0 on the row of the whole range; `grp` is empty text for no value. */
export interface TrendRow {
  whole: number
  bucket: string
  grp: string
  value: number | string
}

/** The series over all buckets, and over the whole range, which is not their sum where people are counted. */
export function seriesSql(
  plan: TrendPlan,
  series: PlannedSeries,
  project: string,
  groups?: readonly string[],
): Sql {
  const { zone } = plan.range
  const group = plan.breakdown ? textOf(plan.breakdown.property, zone) : sql`''`
  const onlyGroups = groups ? sql`AND has(${bind('Array(String)', groups)}, grp)` : sql``
  return sql`
SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, ${measureOf(series.math, series.property, zone)} AS value
FROM (
  SELECT *, ${PERSON} AS person, ${bucketStart(plan.buckets)} AS bucket, ${group} AS grp
  FROM ${EVENTS}
  WHERE ${matching(plan, series, project)}
)
WHERE 1 ${onlyGroups}
GROUP BY GROUPING SETS ((bucket, grp), (grp))`
}

/** The groups that matter most, by the same measure over the whole range; ties by name, so that the answer is stable. */
export function topGroupsSql(plan: TrendPlan, series: PlannedSeries, project: string): Sql {
  const { zone } = plan.range
  return sql`
SELECT grp, ${measureOf(series.math, series.property, zone)} AS value
FROM (
  SELECT *, ${PERSON} AS person, ${textOf(plan.breakdown?.property ?? '', zone)} AS grp
  FROM ${EVENTS}
  WHERE ${matching(plan, series, project)}
)
GROUP BY grp
ORDER BY value DESC, grp
LIMIT ${bind('UInt32', plan.breakdown?.limit ?? 0)}`
}

function matching(plan: TrendPlan, series: PlannedSeries, project: string): Sql {
  const { zone } = plan.range
  return sql`${inScope(project, plan.range)} 
  AND ${allOf(plan.filters, zone)} AND ${selected(series, zone)}`
}
