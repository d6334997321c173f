/** How many events every day of a calendar has, and how many ever arrived for it: the second only grows, whatever happens to it. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { type Calendar, OFFSET_MS } from './days.ts'

const QUARTER_MS = 900_000
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
  const local = sql`(toInt64(quarter) + ${integer(OFFSET_MS[calendar] / QUARTER_MS)})`
  return sql`
  SELECT project, toInt32(floor(${local} / ${integer(DAY_MS / QUARTER_MS)})) AS day, sum(arrived) AS arrived, sum(events) AS events
  FROM event_counts
  WHERE ${own} AND quarter >= ${bind('Int64', from / QUARTER_MS)} AND quarter < ${bind('Int64', to / QUARTER_MS)}
  GROUP BY project, day`
}
