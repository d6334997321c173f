/** What each project may still send: one bucket for all processes, refilled evenly by the clock of the database. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

export interface Spending {
  project: string
  perMinute: number
  /** Events since this process last told. */
  spent: number
}

export interface Remaining {
  project: string
  /** Events, of all processes together; a minute's worth at most. */
  remaining: number
}

/** Adds what one process has spent, and gives what is left. In the order of names, so that no two processes wait for each other. */
export const settleQuotas = (on: Queries, spendings: readonly Spending[]): Promise<Remaining[]> =>
  on.query<Remaining>(
    sql`INSERT INTO quotas (project, remaining, per_minute, spent, at)
        SELECT project, per_minute - spent, per_minute, spent, now()
        FROM jsonb_to_recordset(${json(spendings.map(columnsOf))}::jsonb)
          AS told(project text, per_minute float8, spent float8)
        ORDER BY project
        ON CONFLICT (project) DO UPDATE SET
          remaining = least(
            excluded.per_minute,
            quotas.remaining
              + extract(epoch FROM greatest(now() - quotas.at, interval '0'))::float8 * excluded.per_minute / 60
          ) - excluded.spent,
          per_minute = excluded.per_minute, spent = excluded.spent, at = greatest(quotas.at, now())
        RETURNING project, remaining`,
  )

const columnsOf = ({ project, perMinute, spent }: Spending) => ({ project, per_minute: perMinute, spent })
