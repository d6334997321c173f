/** Sessions, as SQL: what the SDK says they are; events without one belong together until the person falls silent. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import { EVENTS, PERSON } from './persons.ts'
import type { Range } from './range.ts'
import { inScope } from './scope.ts'

export interface SessionsAsked {
  project: string
  range: Range
  /** One text an event: what the question wants to know of it, empty where that is nothing. */
  node: Sql
  /** Silence that cuts everything, whatever the SDK says, in milliseconds. */
  gapMs?: number | undefined
  /** Which events matter; `node` and `session` may be named. */
  where: Sql
}

/** One row a session: `person`, and `run`, its moments (Unix milliseconds, order of arrival, node) in the order of time. */
export function sessionRuns({ project, range, node, gapMs, where }: SessionsAsked): Sql {
  return sql`SELECT person, arrayJoin(if(session != '', [moments], arraySplit((here, before) -> here.1 - before.1 > ${bind('Int64', gapMs ?? SESSION_IDLE_MS)},
                moments, arrayShiftRight(moments, 1)))) AS run
              FROM (
                SELECT person, session, arraySort(groupArray((at, log_offset, node))) AS moments
                FROM (
                  SELECT ${PERSON} AS person, ${gapMs === undefined ? sql`session_id` : sql`''`} AS session,
                    toUnixTimestamp64Milli(time) AS at, log_offset, ${node} AS node
                  FROM ${EVENTS}
                  WHERE ${inScope(project, range)} AND ${where}
                )
                GROUP BY person, session
              )`
}
