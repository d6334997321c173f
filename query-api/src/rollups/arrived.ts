/** How many events every day of a calendar has, and how many ever arrived for it: the second only grows, whatever happens to it. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { type Calendar, OFFSET_MS } from './days.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export interface ArrivedAsked {
  /** All of them when not given. */
  project?: string | undefined
  /** Unix milliseconds, half-open, between days. */
  from: number
  to: number
}

/** Rows of `project`, `day` (days since 1970), `arrived` and `events`. */
export function arrivedByDay(calendar: Calendar, { project, from, to }: ArrivedAsked): Sql {
  const own = project === undefined ? sql`1` : sql`project = ${bind('String', project)}`
  const local = sql`(toInt64(hour) + ${integer(OFFSET_MS[calendar] / HOUR_MS)})`
  return sql`
  SELECT project, toInt32(floor(${local} / ${integer(DAY_MS / HOUR_MS)})) AS day, sum(arrived) AS arrived, sum(events) AS events
  FROM arrivals
  WHERE ${own} AND hour >= ${bind('Int64', from / HOUR_MS)} AND hour < ${bind('Int64', to / HOUR_MS)}
  GROUP BY project, day`
}
