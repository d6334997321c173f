/** A trend from what is rolled up, where that gives the same answer: events from counts, people from their days. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import { bucketStart } from '../../numbered.ts'
import type { Project } from '../../persons.ts'
import {
  areHours,
  areQuarters,
  countedByHour,
  countedIn,
  isCounted,
  isCountedBy,
} from '../../rollups/counts.ts'
import { type DayGrid, dayGridOf, type Span, spanMask, spansOf } from '../../rollups/days.ts'
import { peopleByDay } from '../../rollups/people.ts'
import { bitsOfSpans, type Sealed, sealedIn } from '../../rollups/sealed.ts'
import { touchedIn } from '../../rollups/touched.ts'
import { selected } from '../../selection.ts'
import type { Asking } from '../analysis.ts'
import type { PlannedSeries, TrendPlan } from './plan.ts'
import { bucketsAndWhole, groupOf, grpOf, mostGroups, withinGroups } from './sql.ts'

/** The same rows as those of `seriesSql`; undefined where the events have to be asked. */
export function rolledSeries(
  plan: TrendPlan,
  series: PlannedSeries,
  project: Project,
  groups?: readonly string[],
): Sql | undefined {
  if (countsTell(plan, series, project)) return countsSql(plan, series, project, groups)
  const days = daysOf(plan, series)
  return days && peopleSql(plan, series, project, days)
}

/** The same from sealed days, where there are any. */
export async function sealedSeries(
  plan: TrendPlan,
  series: PlannedSeries,
  asking: Pick<Asking, 'project' | 'ask'>,
): Promise<Sql | undefined> {
  const days = daysOf(plan, series)
  const sealed = days && (await sealedIn(days.grid, asking))
  return days && sealed && bitsSql(plan, series, days, sealed)
}

/** The same rows as those of `topGroupsSql`. */
export const rolledTopGroups = (plan: TrendPlan, series: PlannedSeries, project: Project): Sql | undefined =>
  countsTell(plan, series, project)
    ? sql`
SELECT grp, sum(events) AS value
FROM (${groupedCounts(plan, series, project)})
GROUP BY grp
HAVING value != 0
ORDER BY value DESC, grp
LIMIT ${mostGroups(plan)}`
    : undefined

function countsTell(
  { range, buckets, filters = [], breakdown }: TrendPlan,
  series: PlannedSeries,
  { sampling }: Project,
): boolean {
  return (
    sampling === undefined &&
    series.math === 'total' &&
    [...filters, ...(series.filters ?? [])].every(isCountedBy) &&
    (breakdown?.properties ?? []).every(isCounted) &&
    areQuarters([range.from, range.to, ...buckets.map(({ start }) => start)])
  )
}

const countsSql = (
  plan: TrendPlan,
  series: PlannedSeries,
  project: Project,
  groups: readonly string[] | undefined,
): Sql => sql`
SELECT toUInt8(grouping(bucket)) AS whole, bucket, ${grpOf(groups)}, sum(events) AS value
FROM ${withinGroups(groupedCounts(plan, series, project), groups)}
${bucketsAndWhole(groups)}`

const groupedCounts = (plan: TrendPlan, series: PlannedSeries, project: Project): Sql => sql`
  SELECT ${bucketStart(plan.buckets)} AS bucket, ${groupOf(plan, project)} AS grp, events
  FROM ${isAboutAll(plan, series) ? countedByHour(project, plan.range) : countedIn(project, plan.range)}
  WHERE ${allOf(plan.filters, plan.range.zone)} AND ${selected(series, plan.range.zone)}`

/** Whether names and platforms do not matter, and no hour has to be parted. */
const isAboutAll = (
  { range, buckets, filters = [], breakdown }: TrendPlan,
  { event, filters: own = [] }: PlannedSeries,
): boolean =>
  event === undefined &&
  filters.length + own.length === 0 &&
  !breakdown &&
  areHours([range.from, range.to, ...buckets.map(({ start }) => start)])

/** The days of the question: each bucket's, and those of the range itself, as buckets may look back before it. */
interface Days {
  grid: DayGrid
  spans: Span[]
  inside: Span
}

const ABOUT_PEOPLE: ReadonlySet<string> = new Set(['unique_users', 'weekly_active', 'monthly_active'])

function daysOf(plan: TrendPlan, series: PlannedSeries): Days | undefined {
  const { range, filters = [], breakdown, cumulative } = plan
  const isPlain = filters.length === 0 && (series.filters ?? []).length === 0 && !breakdown && !cumulative
  if (!ABOUT_PEOPLE.has(series.math) || !isPlain) return undefined
  const asked = { ...range, from: Math.min(series.windows?.from ?? range.from, range.from) }
  const grid = dayGridOf(asked)
  const times = [{ start: range.from, end: range.to }, ...bucketTimes(plan, series)]
  const [inside, ...spans] = (grid && spansOf(grid, asked, times)) ?? []
  return grid && inside && { grid, spans, inside }
}

function bucketTimes(
  { range, buckets }: TrendPlan,
  { windows }: PlannedSeries,
): { start: number; end: number }[] {
  if (!windows)
    return buckets.map(({ start }, at) => ({
      start: Math.max(start, range.from),
      end: buckets[at + 1]?.start ?? range.to,
    }))
  const { slots } = windows
  return buckets.map((_, bucket) => {
    const first = slots.findIndex(({ lastBucket }) => lastBucket >= bucket)
    const behind = slots.findIndex(({ firstBucket }) => firstBucket > bucket)
    return { start: slots[first]?.start ?? range.from, end: slots[behind]?.start ?? range.to }
  })
}

/** The whole range is at 0, the buckets follow. */
function placed({ buckets }: TrendPlan): Sql {
  const starts = bind(
    'Array(Int64)',
    buckets.map(({ start }) => start / 1000),
  )
  return sql`toUInt8(at = 0) AS whole, if(at = 0, 0, ${starts}[at]) AS bucket, '' AS grp`
}

function peopleSql(
  plan: TrendPlan,
  { event }: PlannedSeries,
  project: Project,
  { grid, spans, inside }: Days,
  only?: Sql,
): Sql {
  const { buckets } = plan
  const people = peopleByDay({ project, grid, columns: [{ as: sql`days`, event }], before: false, only })
  const counts = [inside, ...spans].map((span) => sql`countIf(bitAnd(days, ${spanMask(span)}) != 0)`)
  return sql`
SELECT ${placed(plan)}, counts[at + 1] AS value
FROM (SELECT [${join(counts, ', ')}] AS counts FROM (${people}))
ARRAY JOIN range(0, ${integer(buckets.length + 1)}) AS at`
}

/** Whoever bits can speak for, and beside them all others by their days. */
function bitsSql(plan: TrendPlan, series: PlannedSeries, days: Days, sealed: Sealed): Sql {
  const touched = touchedIn(sealed, [series.event])
  const bits = bitsOfSpans(sealed, series.event, [days.inside, ...days.spans])
  const { project } = sealed
  const count = touched
    ? sql`bitmapAndnotCardinality(groupBitmapMergeState(people), (${touched.bits}))`
    : sql`groupBitmapMerge(people)`
  const others = touched ? sql`UNION ALL ${peopleSql(plan, series, project, days, touched.ids)}` : sql``
  return sql`
SELECT whole, bucket, grp, sum(value) AS value
FROM (
  SELECT ${placed(plan)}, ${count} AS value FROM ${bits} GROUP BY at
  ${others}
)
GROUP BY whole, bucket, grp`
}
