/** What was turned away at the door, counted by day and reason, so that a project can be told. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

/** Of one day (UTC), one wire and one reason. */
export interface Refusals {
  project: string
  /** `2026-01-31`. */
  day: string
  dialect: string
  verdict: 'rejected' | 'unwanted' | 'refused'
  code: string
  /** Events; of `refused`, requests. */
  count: number
  firstAt: Date
  lastAt: Date
  /** The sentence that was answered the last time. */
  message: string
}

/** Adds to what is there. In the order of keys, so that no two processes wait for each other. */
export async function addRefusals(on: Queries, refusals: readonly Refusals[]): Promise<void> {
  await on.query(
    sql`INSERT INTO refusals (project, day, dialect, verdict, code, count, first_at, last_at, message)
        SELECT project, day, dialect, verdict, code, count, "firstAt", "lastAt", message
        FROM jsonb_to_recordset(${json([...refusals])}::jsonb) AS told(
          project text, day date, dialect text, verdict text, code text, count bigint,
          "firstAt" timestamptz, "lastAt" timestamptz, message text
        )
        ORDER BY project, day, dialect, verdict, code
        ON CONFLICT (project, day, dialect, verdict, code) DO UPDATE SET
          count = refusals.count + excluded.count,
          first_at = least(refusals.first_at, excluded.first_at),
          last_at = greatest(refusals.last_at, excluded.last_at),
          message = excluded.message`,
  )
}

/** From `since` (a day) on, the newest and most frequent first. */
export const listRefusals = (on: Queries, project: string, since: string): Promise<Refusals[]> =>
  on.query<Refusals>(
    sql`SELECT project, day::text AS day, dialect, verdict, code, count,
          first_at AS "firstAt", last_at AS "lastAt", message
        FROM refusals WHERE project = ${project} AND day >= ${since}::date
        ORDER BY day DESC, count DESC, dialect, verdict, code`,
  )

/** Forgets the days before `day`. */
export async function dropRefusals(on: Queries, day: string): Promise<void> {
  await on.query(sql`DELETE FROM refusals WHERE day < ${day}::date`)
}
