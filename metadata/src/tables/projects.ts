/** Projects: tenants, each with its zone and its settings. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

/** What a project is; `settings` is understood by whoever applies them. */
export interface ProjectRow {
  id: string
  name: string
  /** IANA name; the zone of questions that name none. Without one, the zone the process was started with. */
  timezone: string | null
  settings: Record<string, unknown>
  createdAt: Date
}

const COLUMNS = sql`id, name, timezone, settings, created_at AS "createdAt"`

export const listProjects = (on: Queries): Promise<ProjectRow[]> =>
  on.query<ProjectRow>(sql`SELECT ${COLUMNS} FROM projects ORDER BY created_at, id`)

export async function findProject(on: Queries, id: string): Promise<ProjectRow | undefined> {
  return (await on.query<ProjectRow>(sql`SELECT ${COLUMNS} FROM projects WHERE id = ${id}`))[0]
}

/** Gives the new project, or nothing when the id is taken. */
export async function createProject(
  on: Queries,
  { id, name, timezone, settings }: Omit<ProjectRow, 'createdAt'>,
): Promise<ProjectRow | undefined> {
  const [row] = await on.query<ProjectRow>(
    sql`INSERT INTO projects (id, name, timezone, settings)
        VALUES (${id}, ${name}, ${timezone}, ${json(settings)}::jsonb)
        ON CONFLICT (id) DO NOTHING RETURNING ${COLUMNS}`,
  )
  return row
}

/** `timezone: null` takes the project's own zone away. */
export type ProjectChange = { [Field in 'name' | 'timezone' | 'settings']?: ProjectRow[Field] | undefined }

/** Replaces what is given and leaves the rest; gives nothing when there is no such project. */
export async function changeProject(
  on: Queries,
  id: string,
  { name, timezone, settings }: ProjectChange,
): Promise<ProjectRow | undefined> {
  const given = settings ? json(settings) : null
  const isZoneGiven = timezone !== undefined
  const [row] = await on.query<ProjectRow>(
    sql`UPDATE projects SET name = coalesce(${name ?? null}, name), settings = coalesce(${given}::jsonb, settings),
          timezone = CASE WHEN ${isZoneGiven}::boolean THEN ${timezone ?? null} ELSE timezone END
        WHERE id = ${id} RETURNING ${COLUMNS}`,
  )
  return row
}
