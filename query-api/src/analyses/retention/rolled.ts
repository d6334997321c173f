/** Plain retention from people's days, where they are rolled up as the question counts them. */
import { sql, type Sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { dayGridOf, spanBits, spansOf } from '../../rollups/days.ts'
import { peopleByDay } from '../../rollups/people.ts'
import type { RetentionPlan } from './plan.ts'
import { cohortsSql, fitsMasks } from './masks.ts'

/** The same rows as those of `retentionSql`; undefined where the events have to be asked. */
export function rolledRetention(plan: RetentionPlan, project: Project): Sql | undefined {
  const { range, readTo, filters = [], start, return: back, calendar, mode } = plan
  const conditions = [...filters, ...(start.filters ?? []), ...(back.filters ?? [])]
  if (!fitsMasks(plan) || conditions.length > 0) return undefined
  const asked = { ...range, to: readTo }
  const grid = dayGridOf(asked)
  const periods = calendar.map((period) => ({ start: period.start, end: period.end }))
  const spans = grid && spansOf(grid, asked, periods)
  if (!grid || !spans) return undefined
  const columns = [
    { as: sql`began_on`, event: start.event },
    { as: sql`returned_on`, event: back.event },
  ]
  // A start before the range counts where the first one ever is asked for.
  const people = peopleByDay({ project, grid, columns, before: mode === 'first_time' })
  const inRange = mode === 'first_time' ? sql`toUInt64(0)` : sql`toUInt64(1)`
  return cohortsSql(
    plan,
    sql`SELECT bitAnd(${spanBits(sql`began_on`, grid, spans)}, bitNot(${inRange})) AS began, ${spanBits(sql`returned_on`, grid, spans)} AS returned FROM (${people})`,
  )
}
