/** The events that retention reads. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import type { RetentionPlan } from './plan.ts'
import type { Project } from '../../persons.ts'

/** Whoever is asked for the first start ever has a history that begins before the range. `starts` is named by the reader. */
export function inReach({ range, readTo, filters, mode }: RetentionPlan, project: Project): Sql {
  const since = sql`time >= fromUnixTimestamp64Milli(${integer(range.from)})`
  return sql`project = ${bind('String', project.name)}
            AND time < fromUnixTimestamp64Milli(${integer(readTo)})
            AND ${mode === 'first_time' ? sql`(${since} OR starts)` : since}
            AND ${allOf(filters, range.zone)}`
}
