/** All projects and keys at once, as a process keeps them in memory to know whom it serves. */
import type { Queries } from '../database.ts'
import { sql } from '../sql.ts'
import type { KeyDebug, KeyKind } from './keys.ts'

export interface DirectoryKey {
  id: string
  hash: string
  project: string
  kind: KeyKind
  maySee: number
  debug: KeyDebug | null
  /** Unix milliseconds at which it stops working, when that is settled. */
  until: number | null
}

export interface Directory {
  /** Grows with every change of a project or a key. */
  version: number
  projects: { id: string; timezone: string | null; settings: Record<string, unknown> }[]
  keys: DirectoryKey[]
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
  const keys = await on.query<DirectoryKey & { isRevoked: boolean }>(
    sql`SELECT id, hash, project, kind, may_see AS "maySee", debug,
          extract(epoch FROM revoked_at)::float8 * 1000 AS until, coalesce(revoked_at <= now(), false) AS "isRevoked"
        FROM keys`,
  )
  return {
    version,
    projects,
    keys: keys
      .filter(({ isRevoked }) => !isRevoked)
      .map(({ id, hash, project, kind, maySee, debug, until }) => ({
        id,
        hash,
        project,
        kind,
        maySee,
        debug,
        until,
      })),
    revoked: keys.filter(({ isRevoked }) => isRevoked).map(({ hash }) => hash),
  }
}
