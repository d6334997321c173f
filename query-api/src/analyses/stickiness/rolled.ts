/** Stickiness from people's days, where they are rolled up as the question counts them. */
import { sql, type Sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { dayGridOf, spanBits, spansOf } from '../../rollups/days.ts'
import { peopleByDay } from '../../rollups/people.ts'
import type { Selection } from '../../selection.ts'
import type { StickinessPlan } from './plan.ts'
import { once } from './sql.ts'

/** The same rows as those of `stickinessSql`; undefined where the events have to be asked. */
export function rolledStickiness(plan: StickinessPlan, series: Selection, project: Project): Sql | undefined {
  const { range, buckets, intervals, intervalCount, filters = [] } = plan
  if (!once(plan) || filters.length > 0 || (series.filters ?? []).length > 0) return undefined
  const grid = dayGridOf(range)
  const times = Array.from({ length: intervals }, (_, at) => ({
    start: Math.max(range.from, buckets[at * intervalCount]?.start ?? range.from),
    end: buckets[(at + 1) * intervalCount]?.start ?? range.to,
  }))
  const spans = grid && spansOf(grid, range, times)
  if (!grid || !spans) return undefined
  const columns = [{ as: sql`days`, event: series.event }]
  return sql`
SELECT intervals, count() AS people
FROM (SELECT bitCount(bitAnd(${spanBits(sql`days`, grid, spans)}, bitNot(toUInt64(1)))) AS intervals FROM (${peopleByDay({ project, grid, columns, before: false })}))
WHERE intervals > 0
GROUP BY intervals`
}
