/** Until when each project's events were taken out for their age, and how many the last time: so that one process does it, once a day. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

export interface SweepRow {
  project: string
  /** Everything before it was taken out, or is being. */
  since: Date
  /** Until when whoever is at it keeps it. */
  claimedUntil: Date
  finishedAt: Date | null
  /** Rows that went, by table. */
  counts: Record<string, number>
}

const COLUMNS = sql`project, since, claimed_until AS "claimedUntil", finished_at AS "finishedAt", counts`

/** Whether it is the caller's to do, until then: nobody did it for this day or a later one, nor is about to. */
export async function claimSweep(
  on: Queries,
  { project, since, now, until }: { project: string; since: Date; now: Date; until: Date },
): Promise<boolean> {
  const claimed = await on.query(
    sql`INSERT INTO retention_sweeps AS sweep (project, since, claimed_until) VALUES (${project}, ${since}, ${until})
        ON CONFLICT (project) DO UPDATE SET since = excluded.since, claimed_until = excluded.claimed_until, finished_at = NULL
        WHERE (sweep.finished_at IS NOT NULL AND sweep.since <> excluded.since)
          OR (sweep.finished_at IS NULL AND sweep.claimed_until < ${now})
        RETURNING project`,
  )
  return claimed.length > 0
}

export const finishSweep = (
  on: Queries,
  { project, at, counts }: { project: string; at: Date; counts: Record<string, number> },
): Promise<unknown> =>
  on.query(
    sql`UPDATE retention_sweeps SET finished_at = ${at}, counts = ${json(counts)}::jsonb WHERE project = ${project}`,
  )

/** Not finished: anybody may claim it once `until` is over. For whoever is still at it, and for whoever gave up for now. */
export const postponeSweep = (
  on: Queries,
  { project, until }: { project: string; until: Date },
): Promise<unknown> =>
  on.query(
    sql`UPDATE retention_sweeps SET claimed_until = ${until} WHERE project = ${project} AND finished_at IS NULL`,
  )

export async function findSweep(on: Queries, project: string): Promise<SweepRow | undefined> {
  const [row] = await on.query<SweepRow>(
    sql`SELECT ${COLUMNS} FROM retention_sweeps WHERE project = ${project}`,
  )
  return row
}
