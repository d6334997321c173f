/** Tracking plans: every version that ever held. What a plan may say is for those to check who apply it. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

export interface PlanRow {
  project: string
  version: number
  plan: Record<string, unknown>
  /** The id of the key. */
  madeBy: string
  madeAt: Date
}

const COLUMNS = sql`project, version, plan, made_by AS "madeBy", made_at AS "madeAt"`

/** The newest of each project. */
export const newestPlans = (on: Queries): Promise<PlanRow[]> =>
  on.query<PlanRow>(sql`SELECT DISTINCT ON (project) ${COLUMNS} FROM plans ORDER BY project, version DESC`)

/** The newest, or one of before; nothing where there is none. */
export async function findPlan(on: Queries, project: string, version?: number): Promise<PlanRow | undefined> {
  const [row] = await on.query<PlanRow>(
    sql`SELECT ${COLUMNS} FROM plans
        WHERE project = ${project} AND (${version ?? null}::int IS NULL OR version = ${version ?? null}::int)
        ORDER BY version DESC LIMIT 1`,
  )
  return row
}

/**
 * Adds a version. With `after`, only where that is the newest (0 for none at all): gives nothing when somebody else was
 * faster, so that nobody's changes are lost.
 */
export async function addPlan(
  on: Queries,
  { project, plan, madeBy }: Pick<PlanRow, 'project' | 'plan' | 'madeBy'>,
  after?: number,
): Promise<PlanRow | undefined> {
  const [row] = await on.query<PlanRow>(
    sql`INSERT INTO plans (project, version, plan, made_by)
        SELECT ${project}, newest.version + 1, ${json(plan)}::jsonb, ${madeBy}
        FROM (SELECT coalesce(max(version), 0) AS version FROM plans WHERE project = ${project}) AS newest
        WHERE ${after ?? null}::int IS NULL OR newest.version = ${after ?? null}::int
        ON CONFLICT (project, version) DO NOTHING RETURNING ${COLUMNS}`,
  )
  return row
}
