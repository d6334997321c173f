/** Plain retention from people's days, where they are rolled up as the question counts them. */
import { integer, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { type DayGrid, dayGridOf, type Span, spanBits, spansOf } from '../../rollups/days.ts'
import { peopleByDay } from '../../rollups/people.ts'
import { bitsOfSpans, type Sealed, sealedIn } from '../../rollups/sealed.ts'
import { touchedIn } from '../../rollups/touched.ts'
import type { Asking } from '../analysis.ts'
import type { RetentionPlan } from './plan.ts'
import { cohortsSql, fitsMasks } from './masks.ts'

/** The same rows as those of `retentionSql`; undefined where the events have to be asked. */
export function rolledRetention(plan: RetentionPlan, project: Project): Sql | undefined {
  const days = daysOf(plan)
  return days && peopleSql(plan, project, days)
}

/** The same from sealed days, where there are any. */
export async function sealedRetention(
  plan: RetentionPlan,
  asking: Pick<Asking, 'project' | 'ask'>,
): Promise<Sql | undefined> {
  if (plan.mode !== 'recurring' || plan.counting !== 'on') return undefined
  const days = daysOf(plan)
  const sealed = days && (await sealedIn(days.grid, asking))
  return days && sealed && bitsSql(plan, days, sealed)
}

interface Days {
  grid: DayGrid
  /** Those of each period. */
  spans: Span[]
}

function daysOf(plan: RetentionPlan): Days | undefined {
  const { range, readTo, filters = [], start, return: back, calendar } = plan
  const conditions = [...filters, ...(start.filters ?? []), ...(back.filters ?? [])]
  if (!fitsMasks(plan) || conditions.length > 0) return undefined
  const asked = { ...range, to: readTo }
  const grid = dayGridOf(asked)
  const spans = grid && spansOf(grid, asked, calendar)
  return grid && spans && { grid, spans }
}

function peopleSql(plan: RetentionPlan, project: Project, { grid, spans }: Days, only?: Sql): Sql {
  const { start, return: back, mode } = plan
  const columns = [
    { as: sql`began_on`, event: start.event },
    { as: sql`returned_on`, event: back.event },
  ]
  // A start before the range counts where the first one ever is asked for.
  const people = peopleByDay({ project, grid, columns, before: mode === 'first_time', only })
  const inRange = mode === 'first_time' ? sql`toUInt64(0)` : sql`toUInt64(1)`
  return cohortsSql(
    plan,
    sql`SELECT bitAnd(${spanBits(sql`began_on`, grid, spans)}, bitNot(${inRange})) AS began, ${spanBits(sql`returned_on`, grid, spans)} AS returned FROM (${people})`,
  )
}

/** Every cohort's bits meet those of every later period; whoever they cannot speak for is asked for by their days. */
function bitsSql(plan: RetentionPlan, { grid, spans }: Days, sealed: Sealed): Sql {
  const { project } = sealed
  const touched = touchedIn(sealed, [plan.start.event, plan.return.event])
  const kept = touched
    ? sql`bitmapAndnot(groupBitmapMergeState(people), (${touched.bits}))`
    : sql`groupBitmapMergeState(people)`
  const began = sql`SELECT at, ${kept} AS starters FROM ${bitsOfSpans(sealed, plan.start.event, spans.slice(0, plan.cohorts.length))} GROUP BY at`
  const returned = sql`SELECT at, groupBitmapMergeState(people) AS returners FROM ${bitsOfSpans(sealed, plan.return.event, spans)} GROUP BY at`
  const others = touched
    ? sql`UNION ALL SELECT cohort, grp, distance, amount, counted FROM (${peopleSql(plan, project, { grid, spans }, touched.ids)})`
    : sql``
  return sql`
SELECT cohort, grp, distance, sum(amount) AS amount, amount AS counted
FROM (
  SELECT toUInt64(at + 1) AS cohort, '' AS grp, arrayJoin([toInt64(-1), toInt64(0)]) AS distance, bitmapCardinality(starters) AS amount, amount AS counted
  FROM (${began})
  UNION ALL
  SELECT toUInt64(began.at + 1), '', toInt64(returned.at) - toInt64(began.at) AS far, bitmapAndCardinality(starters, returners) AS met, met
  FROM (${began}) AS began CROSS JOIN (${returned}) AS returned
  WHERE returned.at > began.at AND returned.at - began.at < ${integer(plan.periods)}
  ${others}
)
GROUP BY cohort, grp, distance`
}
