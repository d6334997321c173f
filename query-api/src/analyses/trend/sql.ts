/** A trend's statements: one scan a series gives every bucket and the whole range at once. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { shownOf } from '../../catalog.ts'
import { allOf, namesCohort } from '../../filters.ts'
import { MEASURES, measureOf } from '../../measures.ts'
import { bucketNumber, bucketStart } from '../../numbered.ts'
import { eventsOf, personOf, type Project, withoutPeople } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'
import { withSessions } from '../../sessions.ts'
import type { Windows } from './active.ts'
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
  project: Project,
  groups?: readonly string[],
): Sql {
  const rows = withinGroups(eventsSql(plan, series, asNeeded(plan, series, project)), groups)
  if (series.windows) return activeSql(plan, series.windows, rows)
  const { addsUp } = MEASURES[series.math]
  if (plan.cumulative && addsUp !== 'numbers')
    return arrivalsSql(addsUp === 'people' ? sql`person` : sql`session`, rows, groups)
  return sql`
SELECT toUInt8(grouping(bucket)) AS whole, bucket, ${grpOf(groups)}, ${measureOf(series.math, series.property, plan.range.zone)} AS value
FROM ${rows}
${bucketsAndWhole(groups)}`
}

/** In place of the values of all groups that are not told by themselves; no value that anybody sends is like it. */
export const OTHER = '\u0000other'

/** Events, or counts of them, in the groups that are told. */
export function withinGroups(events: Sql, groups: readonly string[] | undefined): Sql {
  if (!groups) return sql`(${events}) WHERE 1`
  const isOne = sql`has(${bind('Array(String)', groups)}, grp)`
  if (!groups.includes(OTHER)) return sql`(${events}) WHERE ${isOne}`
  return sql`(SELECT * REPLACE (if(${isOne}, grp, ${bind('String', OTHER)}) AS grp) FROM (${events})) WHERE 1`
}

/** Without groups there is none in the key, which is a number then. */
export const grpOf = (groups: readonly string[] | undefined): Sql => (groups ? sql`grp` : sql`'' AS grp`)

/** One pass makes the buckets, and their states together the whole; the row of all groups is nobody's. */
export const bucketsAndWhole = (groups: readonly string[] | undefined): Sql =>
  groups
    ? sql`GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0`
    : sql`GROUP BY ROLLUP(bucket)`

/** Every person, or session, once: in the bucket of the first event. */
const arrivalsSql = (key: Sql, rows: Sql, groups: readonly string[] | undefined): Sql => sql`
SELECT toUInt8(grouping(bucket)) AS whole, entry AS bucket, ${grpOf(groups)}, count() AS value
FROM (
  SELECT grp, ${key} AS key, min(bucket) AS entry
  FROM ${rows} AND toString(key) != ''
  GROUP BY grp, key
)
${bucketsAndWhole(groups)}`

/** A person in a slot is active in every bucket whose window covers it. The whole is what lies inside the range. */
function activeSql({ range, buckets }: TrendPlan, { slots }: Windows, rows: Sql): Sql {
  const first = bind(
    'Array(UInt64)',
    slots.map(({ firstBucket }) => firstBucket),
  )
  const behind = bind(
    'Array(UInt64)',
    slots.map(({ lastBucket }) => lastBucket + 1),
  )
  const starts = bind(
    'Array(Int64)',
    buckets.map(({ start }) => start / 1000),
  )
  return sql`
SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, if(whole = 1, uniqExactIf(person, inside), uniqExact(person)) AS value
FROM (
  SELECT grp, person, inside, arrayJoin(arrayPushBack(arrayMap(at -> ${starts}[at + 1], range(${first}[slot], ${behind}[slot])), -1)) AS bucket
  FROM (
    SELECT DISTINCT grp, person, bucket AS slot, time >= fromUnixTimestamp64Milli(${bind('Int64', range.from)}) AS inside
    FROM ${rows} AND slot > 0
  )
)
GROUP BY GROUPING SETS ((bucket, grp), (grp))`
}

/** The groups that matter most, by the same measure over the whole range; ties by name, so that the answer is stable. */
export const topGroupsSql = (plan: TrendPlan, series: PlannedSeries, project: Project): Sql => sql`
SELECT grp, ${measureOf(series.math, series.property, plan.range.zone)} AS value
FROM (${eventsSql(plan, { ...series, windows: undefined }, asNeeded(plan, series, project))})
GROUP BY grp
ORDER BY value DESC, grp
LIMIT ${mostGroups(plan)}`

/** One more than are told tells whether there are others. */
export const mostGroups = ({ breakdown }: TrendPlan): Sql =>
  bind('UInt32', (breakdown?.limit ?? 0) + (breakdown?.others ? 1 : 0))

/** Whoever did anything in a bucket, or in the whole range; in running sums, anything up to its end. */
export function doersSql(
  plan: TrendPlan,
  series: PlannedSeries,
  project: Project,
  bucket: number | undefined,
): Sql {
  return sql`
  SELECT DISTINCT person, grp FROM (${eventsSql(plan, bucket === undefined ? { ...series, windows: undefined } : series, project)})
  WHERE ${bucket === undefined ? sql`1` : isIn(plan, series, bucket)}`
}

function isIn({ buckets, cumulative }: TrendPlan, { windows }: PlannedSeries, bucket: number): Sql {
  const start = bind('Int64', (buckets[bucket]?.start ?? 0) / 1000)
  if (!windows) return cumulative ? sql`bucket <= ${start}` : sql`bucket = ${start}`
  const slots = windows.slots.flatMap(({ firstBucket, lastBucket }, at) =>
    firstBucket <= bucket && bucket <= lastBucket ? [at + 1] : [],
  )
  return sql`has(${bind('Array(UInt64)', slots)}, bucket)`
}

const MOMENT: Sql = sql`toUnixTimestamp64Milli(time)`

/** The events of a series, each with its person, its bucket (or slot, where buckets look back), its group and its session. */
function eventsSql(plan: TrendPlan, series: PlannedSeries, project: Project): Sql {
  const rows = ownEventsSql(plan, series, project)
  return MEASURES[series.math].needsSession
    ? withSessions({ project, range: plan.range, rows, at: MOMENT })
    : rows
}

function ownEventsSql(plan: TrendPlan, series: PlannedSeries, project: Project): Sql {
  const { range, buckets } = plan
  const { windows } = series
  const from = windows ? Math.min(windows.from, range.from) : range.from
  return sql`
  SELECT *, ${personOf(project)} AS person, ${MOMENT} AS at, ${windows ? bucketNumber(windows.slots) : bucketStart(buckets)} AS bucket, ${groupOf(plan, project)} AS grp
  FROM ${eventsOf(project)}
  WHERE ${inScope(project, { ...range, from })}
    AND ${allOf(plan.filters, range.zone)} AND ${selected(series, range.zone)}`
}

/** Whose an event is, matters where people are counted, or told apart by what they did or what is known of them. */
function asNeeded(plan: TrendPlan, series: PlannedSeries, project: Project): Project {
  const isAboutPeople =
    MEASURES[series.math].needsPerson ||
    project.traits !== undefined ||
    [plan.filters, series.filters].some((filters) => filters?.some(namesCohort))
  return isAboutPeople ? project : withoutPeople(project)
}

/** A combination is a list of texts, written as JSON so that no value can look like two. */
export function groupOf({ breakdown, range }: TrendPlan, project: Project): Sql {
  if (!breakdown) return sql`''`
  const texts = breakdown.properties.map(
    (property) => sql`toString(${shownOf(property, range.zone, project)})`,
  )
  return texts.length === 1 ? join(texts, ', ') : sql`toJSONString([${join(texts, ', ')}])`
}
