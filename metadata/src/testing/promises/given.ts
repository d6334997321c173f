/** What several promises begin with. */
import type { Database } from '../../database.ts'
import { createProject } from '../../tables/projects.ts'

export const makeProject = (db: Database, id: string): Promise<unknown> =>
  createProject(db, { id, name: id.toUpperCase(), timezone: 'Asia/Shanghai', settings: { quota: 1 } })
