/** What can change an answer, as one short text: asked before the answer, and again before it is given to the next one. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Project } from '../persons.ts'
import type { Asking } from '../analyses/analysis.ts'
import type { Version } from './keep.ts'
import type { Reach } from './reach.ts'

const QUARTER_MS = 900_000
/** The same tables on one node of a cluster. */
const EVENTS_TABLES = sql`('events', 'events_local')`

/**
 * `own`: how many events of the project ever came into what is read, who is joined with whom, and whether events were taken
 * away, by whatever means. `any`: the last block that was stored at all, since a block is counted a moment before or after
 * it can be seen.
 */
export async function versionOf(reach: Reach, { project, ask }: Asking): Promise<Version> {
  const [row] = await ask<Record<keyof Version, string>>(statement(versionSql(project, reach)))
  return { own: `${row?.own} ${project.joins?.generation ?? ''}`, any: row?.any ?? '' }
}

const versionSql = ({ name, joins }: Project, { from, to }: Reach): Sql => sql`
SELECT
  concat(
    toString((SELECT sum(arrived) FROM event_counts WHERE project = ${bind('String', name)}
      AND quarter >= ${bind('Int64', Math.floor(from / QUARTER_MS))} AND quarter < ${bind('Int64', Math.ceil(to / QUARTER_MS))})), ' ',
    ${joins ? linksOf(name) : sql`''`}, ' ',
    toString((SELECT (max(mutation_id), countIf(NOT is_done)) FROM system.mutations
      WHERE database = currentDatabase() AND table IN ${EVENTS_TABLES})), ' ',
    toString((SELECT groupBitXor(cityHash64(partition)) FROM (SELECT DISTINCT partition FROM system.parts
      WHERE database = currentDatabase() AND table IN ${EVENTS_TABLES} AND active
        AND toUInt32OrZero(partition) BETWEEN ${monthOf(from)} AND ${monthOf(to)})))
  ) AS own,
  toString((SELECT (max(max_block_number), sum(rows), count(DISTINCT partition)) FROM system.parts
    WHERE database = currentDatabase() AND table IN ${EVENTS_TABLES} AND active)) AS any`

/** First sayings decide, so an earlier one changes who is who as well as a new pair does. */
const linksOf = (project: string): Sql => sql`toString((SELECT groupBitXor(link) FROM (
      SELECT xxHash64(kind, from_hash, to_hash, toString(min(said_first))) AS link FROM identities
      WHERE project = ${bind('String', project)} GROUP BY kind, from_hash, to_hash)))`

/** As partitions are named: 202601. */
function monthOf(instant: number): Sql {
  const date = new Date(instant)
  return bind('UInt32', date.getUTCFullYear() * 100 + date.getUTCMonth() + 1)
}
