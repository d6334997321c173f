/** A lifecycle from people's days, where they are rolled up as the question counts them. */
import { sql, type Sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { dayGridOf, spanBits, spansOf } from '../../rollups/days.ts'
import { peopleByDay } from '../../rollups/people.ts'
import { countedStates, fitsMasks } from './masks.ts'
import type { LifecyclePlan } from './plan.ts'

/** The same rows as those of `lifecycleSql`; undefined where the events have to be asked. */
export function rolledLifecycle(plan: LifecyclePlan, project: Project): Sql | undefined {
  if (!fitsMasks(plan)) return undefined
  const asked = { ...plan.range, from: plan.before.start }
  const all = [plan.before, ...plan.buckets]
  const grid = dayGridOf(asked)
  const times = all.map(({ start }, at) => ({ start, end: all[at + 1]?.start ?? asked.to }))
  const spans = grid && spansOf(grid, asked, times)
  if (!grid || !spans) return undefined
  const columns = [
    { as: sql`there_on`, event: plan.active.event },
    { as: sql`anything_on`, event: undefined },
  ]
  const people = peopleByDay({ project, grid, columns, before: true })
  return countedStates(
    plan,
    sql`SELECT bitAnd(${spanBits(sql`there_on`, grid, spans)}, bitNot(toUInt64(1))) AS active,
        bitPositionsToArray(${spanBits(sql`anything_on`, grid, spans)})[1] AS first FROM (${people})`,
  )
}
