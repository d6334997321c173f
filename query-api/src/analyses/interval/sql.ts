/** Intervals as one statement: a person's starts and ends side by side in time, and each start with an end right behind it. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { rangeOf } from '../../ranges.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'
import type { IntervalPlan } from './plan.ts'

/** `part` is the place in the histogram, -1 on the row of all. */
export interface IntervalRow {
  part: string | number
  pairs: string | number
  users: string | number
  average: number
  least: number
  median: number
  p90: number
  most: number
}

/** Of one instant, starts come before ends. */
export const intervalSql = (plan: IntervalPlan, project: Project): Sql => sql`
SELECT if(grouping(place) = 1, -1, toInt64(place)) AS part, count() AS pairs, uniqExact(person) AS users, avg(seconds) AS average,
  min(seconds) AS least, quantileExactInclusive(0.5)(seconds) AS median, quantileExactInclusive(0.9)(seconds) AS p90, max(seconds) AS most
FROM (${placedPairs(plan, project)})
GROUP BY GROUPING SETS ((place), ())`

/** Whoever took so long at least once; the place in the histogram counts from 0. */
export const takersSql = (plan: IntervalPlan, project: Project, place: number | undefined): Sql => sql`
  SELECT DISTINCT person FROM (${placedPairs(plan, project)})
  WHERE ${place === undefined ? sql`1` : sql`place = ${integer(place)}`}`

const placedPairs = (plan: IntervalPlan, project: Project): Sql => sql`
  SELECT person, seconds, ${rangeOf(sql`seconds`, plan.bounds)} AS place
  FROM (
    SELECT person, arrayJoin(arrayMap(pair -> (pair.2 - pair.1) / 1000, arrayFilter(pair -> pair.3 < 2 AND pair.4 > 0 AND pair.2 - pair.1 <= ${bind('Int64', plan.windowMs)},
      arrayMap((here, next) -> (here.1, next.1, here.2, next.2), moments, arrayShiftLeft(moments, 1))))) AS seconds
    FROM (${pairs(plan, project)})
  )`

const pairs = (plan: IntervalPlan, project: Project): Sql => sql`
      SELECT person, arraySort(groupArray((at, kind))) AS moments
      FROM (
        SELECT ${personOf(project)} AS person, toUnixTimestamp64Milli(time) AS at,
          ${selected(plan.start, plan.range.zone)} AS begins, ${selected(plan.end, plan.range.zone)} AS ends,
          multiIf(begins AND ends, 1, begins, 0, 2) AS kind
        FROM ${eventsOf(project)}
        WHERE ${inScope(project, plan.range)} AND ${allOf(plan.filters, plan.range.zone)} AND (begins OR ends)
      )
      GROUP BY person`
