/** Which numbers of people stand for exactly one person each, as it was looked up last, and what was said of ids since. */
import { bind, brief, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Asking } from '../analyses/analysis.ts'
import { generationOf, type Known, toldCount } from '../identity/changed-ids.ts'
import type { Joins } from '../identity/joined-ids.ts'

/** What was looked up last: the row of `settled_numbers`. */
export interface Settled extends Known {
  /** Unix seconds, by the clock of the store. */
  settledAt: number
  numbering: number
  /** How many numbers do not stand for one person. */
  apart: number
  /** Links that were told since, or shortly before. */
  told: number
  /** Whether links or decisions were taken out of the store since, of which nothing else tells. */
  lost: boolean
}

/** The first numbering of every project. */
export const FIRST_NUMBERING = 1

/** The newest numbering that was settled, which all questions go by; 0 where none was. */
export const lastNumbering = (project: string): Sql =>
  sql`(SELECT max(numbering) FROM settled_numbers WHERE project = ${bind('String', project)})`

export async function lastSettled(project: string, ask: Asking['ask']): Promise<Settled | undefined> {
  const own = sql`project = ${bind('String', project)}`
  const [row] = await ask<
    Record<'settled_at' | 'since' | 'numbering' | 'apart', number | string> & { generation: string }
  >(
    brief(sql`
SELECT toUnixTimestamp(settled_at) AS settled_at, toUnixTimestamp(since) AS since, numbering, toString(generation) AS generation,
  bitmapCardinality(apart) AS apart
FROM settled_numbers WHERE ${own} ORDER BY numbering DESC, settled_at DESC LIMIT 1`),
  )
  if (!row) return undefined
  const known = { since: Number(row.since), generation: row.generation }
  const settledAt = Number(row.settled_at)
  const [now] = await ask<{ told: string; lost: string }>(
    brief(sql`SELECT (${toldCount(project, known)}) AS told, (${takenOut(settledAt)}) AS lost`),
  )
  return {
    ...known,
    settledAt,
    numbering: Number(row.numbering),
    apart: Number(row.apart),
    told: Number(now?.told ?? 0),
    lost: Number(now?.lost ?? 1) !== 0,
  }
}

/** How often rows of who is whom were taken out since, or are just being. */
export const takenOut = (since: number): Sql => sql`
SELECT count() FROM system.mutations
WHERE database = currentDatabase() AND table IN ('identities', 'identities_local', 'identity_decisions', 'identity_decisions_local')
  AND (create_time >= toDateTime(${bind('UInt32', since)}) OR NOT is_done)`

/** The numbers that were apart, as rows of `number`. Of two that looked in the same second, both. */
export const apartNumbers = (project: string, { settledAt, numbering }: Settled): Sql => sql`
SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(apart))) AS number FROM settled_numbers
WHERE project = ${bind('String', project)} AND settled_at = toDateTime(${bind('UInt32', settledAt)}, 'UTC') AND numbering = ${bind('UInt32', numbering)}`

/** Whether all is as it was looked up, so that a number that is not apart is one person. */
export const isStill = (settled: Settled, joins: Joins | undefined): boolean =>
  settled.told === 0 && settled.generation === generationOf(joins)
