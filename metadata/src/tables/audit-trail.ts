/** The audit trail: who did what, in which project, over how many rows, and how long it took. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

/** Kept for ever; never holds values of people's properties. */
export interface Deed {
  at: Date
  /** The id of the key. */
  who: string
  project: string
  /** `query`, `export`, `erase`, `merge`, `key.create`, … */
  what: string
  /** Small: names and counts, such as the kind of a question. */
  detail: Record<string, unknown>
  rows: number
  durationMs: number
}
export type DeedRow = Deed & { id: number }

/** Adds all of them in one statement. */
export async function addDeeds(on: Queries, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return
  await on.query(
    sql`INSERT INTO audit_trail (at, who, project, what, detail, rows, duration_ms)
        SELECT at, who, project, what, detail, rows, "durationMs"
        FROM jsonb_to_recordset(${json(deeds)}::jsonb)
          AS deed(at timestamptz, who text, project text, what text, detail jsonb, rows bigint, "durationMs" float8)`,
  )
}

export interface DeedsWanted {
  project: string
  /** Only older ones than this id: the last of the page before. */
  before?: number | undefined
  what?: string | undefined
  who?: string | undefined
  limit: number
}

/** Newest first. */
export const listDeeds = (on: Queries, wanted: DeedsWanted): Promise<DeedRow[]> => {
  const { project, before = null, what = null, who = null, limit } = wanted
  return on.query<DeedRow>(
    sql`SELECT id, at, who, project, what, detail, rows, duration_ms AS "durationMs" FROM audit_trail
        WHERE project = ${project} AND (${before}::bigint IS NULL OR id < ${before}::bigint)
          AND (${what}::text IS NULL OR what = ${what}::text) AND (${who}::text IS NULL OR who = ${who}::text)
        ORDER BY id DESC LIMIT ${limit}`,
  )
}
