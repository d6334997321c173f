/** A distribution as one statement: one number a person, then people by number. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { numberOf } from '../../catalog.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { rangeOf } from '../../ranges.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'
import type { DistributionPlan } from './plan.ts'

/** `part` counts the bounds below, -1 on the row of all. */
export interface DistributionRow {
  part: string | number
  users: string | number
  average: number
  median: number
  p90: number
  most: number
}

/** Whoever has no number, as nothing of theirs is one, is in no range. */
export const distributionSql = (plan: DistributionPlan, project: Project): Sql => sql`
SELECT if(grouping(place) = 1, -1, toInt64(place)) AS part, count() AS users, avg(number) AS average,
  quantileExactInclusive(0.5)(number) AS median, quantileExactInclusive(0.9)(number) AS p90, max(number) AS most
FROM (${measuredSql(plan, project)})
GROUP BY GROUPING SETS ((place), ())`

/** Whoever is in a range, which counts the bounds below; or in any. */
export const rangedSql = (plan: DistributionPlan, project: Project, place: number | undefined): Sql => sql`
  SELECT person FROM (${measuredSql(plan, project)})
  WHERE ${place === undefined ? sql`1` : sql`place = ${integer(place)}`}`

const measuredSql = (plan: DistributionPlan, project: Project): Sql => sql`
  SELECT person, assumeNotNull(measured) AS number, ${rangeOf(sql`number`, plan.bounds)} AS place
  FROM (
    SELECT ${personOf(project)} AS person, toNullable(${numberOfPerson(plan)}) AS measured
    FROM ${eventsOf(project)}
    WHERE ${inScope(project, plan.range)} AND ${selected(plan, plan.range.zone)}
    GROUP BY person
    HAVING measured IS NOT NULL
  )`

function numberOfPerson({ math, property, range }: DistributionPlan): Sql {
  const number = numberOf(property, range.zone)
  switch (math) {
    case 'total':
      return sql`toFloat64(count())`
    case 'active_days':
      return sql`toFloat64(uniqExact(toDate(time, ${bind('String', range.zone)})))`
    case 'sum':
      return sql`sum(${number})`
    case 'avg':
      return sql`avg(${number})`
    case 'min':
      return sql`min(${number})`
    case 'max':
      return sql`max(${number})`
  }
}
