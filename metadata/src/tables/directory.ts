/** All projects and keys at once, as a process keeps them in memory to know whom it serves. */
import type { Queries } from '../database.ts'
import { sql } from '../sql.ts'
import type { KeyKind } from './keys.ts'

export interface Directory {
  /** Grows with every change of a project or a key. */
  version: number
  projects: { id: string; timezone: string | null; settings: Record<string, unknown> }[]
  keys: { id: string; hash: string; project: string; kind: KeyKind; maySee: number }[]
  /** Hashes of the keys that were revoked. */
  revoked: string[]
}

export async function directoryVersion(on: Queries): Promise<number> {
  const [row] = await on.query<{ version: number }>(sql`SELECT version FROM directory_version`)
  return row?.version ?? 0
}

/** The version is read first, so what changes meanwhile is read once more, never missed. */
export async function readDirectory(on: Queries): Promise<Directory> {
  const version = await directoryVersion(on)
  const projects = await on.query<Directory['projects'][number]>(
    sql`SELECT id, timezone, settings FROM projects`,
  )
  const keys = await on.query<Directory['keys'][number] & { revoked: boolean }>(
    sql`SELECT id, hash, project, kind, may_see AS "maySee", revoked_at IS NOT NULL AS revoked FROM keys`,
  )
  return {
    version,
    projects,
    keys: keys
      .filter(({ revoked }) => !revoked)
      .map(({ id, hash, project, kind, maySee }) => ({ id, hash, project, kind, maySee })),
    revoked: keys.filter(({ revoked }) => revoked).map(({ hash }) => hash),
  }
}
