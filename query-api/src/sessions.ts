/** Sessions, as SQL: what the SDK says they are; events without one belong together until the person falls silent. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import { eventsOf, personOf, type Project } from './persons.ts'
import type { Range } from './range.ts'
import { inScope } from './scope.ts'

export interface SessionsAsked {
  project: Project
  range: Range
  /** One text an event: what the question wants to know of it, empty where that is nothing. */
  node: Sql
  /** Silence that cuts everything, whatever the SDK says, in milliseconds. */
  gapMs?: number | undefined
  /** Which events matter; `node` and `session` may be named. */
  where: Sql
}

/** One row a session: `person`, and `run`, its moments (Unix milliseconds, order of arrival, place in what arrived together, node) in the order of time. */
export function sessionRuns({ project, range, node, gapMs, where }: SessionsAsked): Sql {
  return sql`SELECT person, arrayJoin(if(session != '', [moments], arraySplit((here, before) -> here.1 - before.1 > ${bind('Int64', gapMs ?? SESSION_IDLE_MS)},
                moments, arrayShiftRight(moments, 1)))) AS run
              FROM (
                SELECT person, session, arraySort(groupArray((at, log_offset, place, node))) AS moments
                FROM (
                  SELECT ${personOf(project)} AS person, ${gapMs === undefined ? sql`session_id` : sql`''`} AS session,
                    toUnixTimestamp64Milli(time) AS at, log_offset, place, ${node} AS node
                  FROM ${eventsOf(project)}
                  WHERE ${inScope(project, range)} AND ${where}
                )
                GROUP BY person, session
              )`
}

/** Of instants in milliseconds, in order: those that a silence is before, each the begin of a stretch. */
export const begins = (moments: Sql): Sql =>
  sql`arrayFilter((here, before, nth) -> nth = 1 OR here - before > ${bind('Int64', SESSION_IDLE_MS)},
      ${moments}, arrayShiftRight(${moments}, 1), arrayEnumerate(${moments}))`

export interface RowsAsked {
  project: Project
  range: Range
  /** With the columns `person`, `at` and `session_id`. */
  rows: Sql
  /** What `at` is of an event, in milliseconds since whenever. */
  at: Sql
}

/**
 * The rows, each with its `session`: what the SDK says, else the stretch without silence of that person that it lies in.
 * Whatever happens breaks a silence, so all events of the range are looked at.
 */
export const withSessions = ({ project, range, rows, at }: RowsAsked): Sql => sql`
  SELECT rows.*, if(rows.session_id != '', rows.session_id,
    concat(toString(rows.person), ' ', toString(arrayLast(begin -> begin <= rows.at, stretches.begins)))) AS session
  FROM (${rows}) AS rows
  LEFT JOIN (
    SELECT whose, ${begins(sql`moments`)} AS begins
    FROM (
      SELECT ${personOf(project)} AS whose, arraySort(groupUniqArray(${at})) AS moments
      FROM ${eventsOf(project)}
      WHERE ${inScope(project, range)} AND session_id = ''
      GROUP BY whose
    )
  ) AS stretches ON rows.person = stretches.whose`
