/** Receipts of erasures, and the keyed hashes by which the people who were erased are known again. */
import type { Queries } from '../database.ts'
import { json, sql } from '../sql.ts'

export interface ErasureRow {
  id: string
  project: string
  /** The keyed hash of the id that was asked for. */
  subject: string
  /** The id of the key. */
  requestedBy: string
  requestedAt: Date
  state: 'running' | 'done'
  /** What is needed to go on after a restart; nothing once it is done. */
  work: Record<string, unknown> | null
  /** What went, by where it was. */
  counts: Record<string, number>
  /** When the last byte of it was gone from the store. */
  goneAt: Date | null
  /** When the log keeps nothing of it any more; may lie ahead. */
  logGoneAt: Date | null
}

export interface NewErasure extends Pick<ErasureRow, 'id' | 'project' | 'subject' | 'requestedBy'> {
  work: Record<string, unknown>
  hashes: readonly string[]
}

export interface Tombstone {
  project: string
  hash: string
}

const COLUMNS = sql`id, project, subject, requested_by AS "requestedBy", requested_at AS "requestedAt", state, work, counts,
  gone_at AS "goneAt", log_gone_at AS "logGoneAt"`

/** Both at once: from here on nothing of the person is stored. Call it in a transaction. */
export async function beginErasure(on: Queries, erasure: NewErasure): Promise<void> {
  const { id, project, subject, requestedBy, work } = erasure
  await on.query(
    sql`INSERT INTO erasures (id, project, subject, requested_by, state, work)
        VALUES (${id}, ${project}, ${subject}, ${requestedBy}, 'running', ${json(work)}::jsonb)`,
  )
  await addTombstones(on, erasure)
}

/** Ids that turn out to be the same person's only later join the others. */
export const addTombstones = (
  on: Queries,
  { id, project, hashes }: Pick<NewErasure, 'id' | 'project' | 'hashes'>,
): Promise<unknown> =>
  on.query(
    sql`INSERT INTO tombstones (project, hash, erasure)
        SELECT ${project}, hash, ${id} FROM unnest(${hashes}::text[]) AS hash
        ON CONFLICT (project, hash) DO NOTHING`,
  )

/** What went so far, for a receipt that holds also after a restart. */
export const countErasure = (
  on: Queries,
  { id, counts }: Pick<ErasureRow, 'id' | 'counts'>,
): Promise<unknown> =>
  on.query(sql`UPDATE erasures SET counts = ${json(counts)}::jsonb WHERE id = ${id} AND state = 'running'`)

export const finishErasure = (
  on: Queries,
  { id, counts, goneAt, logGoneAt }: Pick<ErasureRow, 'id' | 'counts' | 'goneAt' | 'logGoneAt'>,
): Promise<unknown> =>
  on.query(
    sql`UPDATE erasures SET state = 'done', work = NULL, counts = ${json(counts)}::jsonb,
          gone_at = ${goneAt}, log_gone_at = ${logGoneAt}
        WHERE id = ${id}`,
  )

export const runningErasures = (on: Queries): Promise<ErasureRow[]> =>
  on.query<ErasureRow>(sql`SELECT ${COLUMNS} FROM erasures WHERE state = 'running' ORDER BY requested_at, id`)

export async function findErasure(on: Queries, project: string, id: string): Promise<ErasureRow | undefined> {
  const [row] = await on.query<ErasureRow>(
    sql`SELECT ${COLUMNS} FROM erasures WHERE project = ${project} AND id = ${id}`,
  )
  return row
}

/** Newest first. */
export const listErasures = (on: Queries, project: string, limit: number): Promise<ErasureRow[]> =>
  on.query<ErasureRow>(
    sql`SELECT ${COLUMNS} FROM erasures WHERE project = ${project} ORDER BY requested_at DESC, id LIMIT ${limit}`,
  )

export const listTombstones = (on: Queries): Promise<Tombstone[]> =>
  on.query<Tombstone>(sql`SELECT project, hash FROM tombstones ORDER BY project, hash`)

/** Grows with every change of plans and tombstones. */
export async function governanceVersion(on: Queries): Promise<number> {
  const [row] = await on.query<{ version: number }>(sql`SELECT version FROM governance_version`)
  return row?.version ?? 0
}
