/** Asks the store for sessions. */
import { statement } from '@firefly/clickhouse/sql'
import type { SessionQuery, SessionResult } from '@firefly/protocol/query/session'
import { bucketsOf } from '../../buckets.ts'
import { readRange } from '../../range.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type SessionPlan, type SessionRow, sessionSql } from './sql.ts'

export async function runSession(
  query: SessionQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<SessionResult>> {
  const plan = planSessions(query, zone)
  const rows = await ask<SessionRow>(statement(sessionSql(plan, project)))
  return { range: plan.range, result: shapeSessions(plan, rows) }
}

export function planSessions(query: SessionQuery, zone: string): SessionPlan {
  const range = readRange(query.from, query.to, zone)
  const buckets = bucketsOf(range, query.interval, query.weekStart)
  return { range, buckets, filters: query.filters, limit: query.limit }
}

/** Every bucket present; no sessions have no length and no depth. */
export function shapeSessions({ buckets, limit }: SessionPlan, rows: readonly SessionRow[]): SessionResult {
  const of = (list: SessionRow['list']): SessionRow[] => rows.filter((row) => row.list === list)
  const pages = (list: 'entry' | 'exit'): SessionResult['entryPages'] =>
    of(list)
      .slice(0, limit)
      .map((row) => ({ name: row.name === '' ? null : row.name, ...figures(row) }))
  const byBucket = new Map(of('bucket').map((row) => [Number(row.name) * 1000, row]))
  return {
    total: figures(of('all')[0]),
    buckets: buckets.map(({ start, label }) => ({ bucket: label, ...figures(byBucket.get(start)) })),
    entryPages: pages('entry'),
    exitPages: pages('exit'),
  }
}

function figures(row: SessionRow | undefined): SessionResult['total'] {
  const sessions = Number(row?.sessions ?? 0)
  if (!row || sessions === 0)
    return { sessions: 0, users: 0, averageSeconds: 0, medianSeconds: 0, averageDepth: 0, bounceRate: 0 }
  return {
    sessions,
    users: Number(row.users),
    averageSeconds: row.average,
    medianSeconds: row.median,
    averageDepth: row.depth,
    bounceRate: Number(row.bounces) / sessions,
  }
}
