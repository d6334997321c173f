/** Keys: kept as hashes alone. What a token was is known to nobody but its holder. */
import { hash, randomBytes } from 'node:crypto'
import type { Queries } from '../database.ts'
import { sql } from '../sql.ts'

export const KEY_KINDS = ['write', 'read', 'secret'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

export type KeyDebug = 'watch' | 'dry-run'

export interface KeyRow {
  id: string
  project: string
  kind: KeyKind
  /** The token's first letters, to tell keys apart. */
  hint: string
  label: string
  /** The most sensitive level (1 to 5) of values it may see unmasked. */
  maySee: number
  /** Its events are shown to those who debug; in a dry run they are not stored. */
  debug: KeyDebug | null
  createdAt: Date
  /** May lie ahead: it works until then. */
  revokedAt: Date | null
}

export interface NewKey {
  project: string
  kind: KeyKind
  token: string
  label?: string
  maySee?: number
  debug?: KeyDebug | null
}

const COLUMNS = sql`id, project, kind, hint, label, may_see AS "maySee", debug, created_at AS "createdAt", revoked_at AS "revokedAt"`
const PREFIX: Record<KeyKind, string> = { write: 'fw', read: 'fr', secret: 'fs' }
const HINT_LENGTH = 7

/** A token of 144 random bits. */
export const makeToken = (kind: KeyKind): string => `${PREFIX[kind]}_${randomBytes(18).toString('base64url')}`

/** What is kept of a token: enough to know it again, too little to make it. */
export const hashOf = (token: string): string => hash('sha256', token, 'base64')

export async function findKey(on: Queries, project: string, id: string): Promise<KeyRow | undefined> {
  return (
    await on.query<KeyRow>(sql`SELECT ${COLUMNS} FROM keys WHERE project = ${project} AND id = ${id}`)
  )[0]
}

export const listKeys = (on: Queries, project: string): Promise<KeyRow[]> =>
  on.query<KeyRow>(sql`SELECT ${COLUMNS} FROM keys WHERE project = ${project} ORDER BY created_at, id`)

/** Gives the new key, or nothing when that token is known already. Rejects as `missing` without such a project. */
export async function createKey(on: Queries, key: NewKey): Promise<KeyRow | undefined> {
  const { project, kind, token, label = '', maySee = 5, debug = null } = key
  const id = `key_${randomBytes(9).toString('base64url')}`
  const [row] = await on.query<KeyRow>(
    sql`INSERT INTO keys (id, project, kind, hash, hint, label, may_see, debug)
        VALUES (${id}, ${project}, ${kind}, ${hashOf(token)}, ${token.slice(0, HINT_LENGTH)}, ${label}, ${maySee}, ${debug})
        ON CONFLICT (hash) DO NOTHING RETURNING ${COLUMNS}`,
  )
  return row
}

/** Gives the key as it is then, revoked before, now or in a while; nothing when the project has no such key. */
export async function revokeKey(
  on: Queries,
  project: string,
  id: string,
  inSeconds = 0,
): Promise<KeyRow | undefined> {
  const [row] = await on.query<KeyRow>(
    sql`UPDATE keys
        SET revoked_at = least(coalesce(revoked_at, 'infinity'), now() + ${inSeconds}::float8 * interval '1 second')
        WHERE project = ${project} AND id = ${id} RETURNING ${COLUMNS}`,
  )
  return row
}
