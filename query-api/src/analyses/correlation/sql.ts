/** Correlation as one statement: everybody who began the funnel, beside what they did on the way. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { CorrelationQuery } from '@firefly/protocol/query/correlation'
import type { PickOf } from '@firefly/protocol/query/persons'
import { shownOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import type { FunnelPlan } from '../funnel/plan.ts'
import { enteredSql } from '../funnel/sql.ts'

/** `property` and `value` are empty on the row of everybody. */
export interface CorrelationRow {
  property: string
  value: string
  converted: string | number
  dropped: string | number
}

export const correlationSql = (plan: FunnelPlan, query: CorrelationQuery, project: Project): Sql => sql`
SELECT what.1 AS property, what.2 AS value, uniqExactIf(person, won) AS converted, uniqExactIf(person, NOT won) AS dropped
FROM (${withWhats(plan, query, project)})
GROUP BY property, value
HAVING property = '' AND value = '' OR converted + dropped >= ${integer(query.minimum)}`

/** Whoever had it on the way, and got through or did not; everybody where nothing is said. */
export const wentWithSql = (
  plan: FunnelPlan,
  query: CorrelationQuery,
  project: Project,
  { property, value, converted }: PickOf<'correlation'>,
): Sql => sql`
  SELECT DISTINCT person FROM (${withWhats(plan, query, project)})
  WHERE what = (${bind('String', property ?? '')}, ${bind('String', value ?? '')}) AND won = ${integer(Number(converted))}`

/** A row for everything that each person had on the way, and one for the person. */
const withWhats = (plan: FunnelPlan, query: CorrelationQuery, project: Project): Sql => sql`
  SELECT entered.person AS person, entered.won AS won, arrayJoin(arrayConcat([('', '')], seen.whats)) AS what
  FROM (${onTheWay(plan, project)}) AS entered
  LEFT JOIN (${seen(plan, query, project)}) AS seen
    ON entered.person = seen.whose AND seen.at >= entered.begun AND seen.at <= entered.done`

/** From the begin of the attempt to where it ended: its last step, or the end of the window. */
const onTheWay = (plan: FunnelPlan, project: Project): Sql => sql`
  SELECT person, level >= ${integer(plan.steps.length)} AS won, moments[1] AS begun,
    if(won, moments[${integer(plan.steps.length)}], begun + ${bind('UInt64', plan.windowMs)}) AS done
  FROM (${enteredSql(plan, project)})
  WHERE level > 0`

/** What each event shows: the values of the properties, or its name unless it is a step. */
function seen(
  { range, filters, steps }: FunnelPlan,
  { properties }: CorrelationQuery,
  project: Project,
): Sql {
  const own = steps.flatMap(({ any }) => any.map(({ event }) => event))
  const whats = properties
    ? sql`arrayFilter(one -> one.2 != '', [${join(
        properties.map(
          (property) =>
            sql`(${bind('String', property)}, toString(${shownOf(property, range.zone, project)}))`,
        ),
        ', ',
      )}])`
    : sql`[('', toString(event))]`
  return sql`SELECT ${personOf(project)} AS whose, toUInt64(toUnixTimestamp64Milli(time) - ${bind('Int64', range.from)} + 1) AS at, ${whats} AS whats
    FROM ${eventsOf(project)}
    WHERE ${inScope(project, range)} AND ${allOf(filters, range.zone)}
      AND ${properties ? sql`notEmpty(whats)` : sql`event NOT IN ${bind('Array(String)', own)}`}`
}
