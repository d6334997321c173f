/** What can change an answer, as one short text: asked before the answer, and again before it is given to the next one. */
import { bind, brief, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../persons.ts'
import type { Asking } from '../analyses/analysis.ts'
import type { Version } from './keep.ts'
import { CHANGES, EVENTS_TABLES, markOf } from './mark.ts'
import type { Reach } from './reach.ts'

const HOUR_MS = 3_600_000
/** Reaches whose version is remembered; the one that was not asked for longest goes first. */
const MOST_REMEMBERED = 1_000

/** Gives the version of what a question reads. */
export type VersionOf = (reach: Reach, asking: Asking) => Promise<Version>

/**
 * What a project says of itself is remembered together with the mark that the whole store had before it was asked: while the
 * mark is the same, by whichever process something would have been stored, so is the rest.
 */
export function createVersions(): VersionOf {
  const remembered = new Map<string, { mark: string; own: string }>()
  return async (reach, asking) => {
    const { project, ask } = asking
    const key = JSON.stringify([project.name, project.joins?.generation, project.joins !== undefined, reach])
    const { mark, any } = await markOf(ask)
    const known = remembered.get(key)
    remembered.delete(key)
    const own = mark !== undefined && known?.mark === mark ? known.own : await ownOf(reach, asking)
    if (mark !== undefined) remembered.set(key, { mark, own })
    const [oldest] = remembered.keys()
    if (oldest !== undefined && remembered.size > MOST_REMEMBERED) remembered.delete(oldest)
    return { own, any }
  }
}

async function ownOf(reach: Reach, { project, ask }: Asking): Promise<string> {
  const [row] = await ask<{ own: string }>(brief(ownSql(project, reach)))
  return `${row?.own} ${project.joins?.generation ?? ''}`
}

/**
 * How many events of the project ever came into what is read, who is joined with whom, and whether events were taken away, by
 * whatever means.
 */
const ownSql = ({ name, joins }: Project, { from, to }: Reach): Sql => sql`
SELECT
  concat(
    toString((SELECT sum(arrived) FROM arrivals WHERE project = ${bind('String', name)}
      AND hour >= ${bind('Int64', Math.floor(from / HOUR_MS))} AND hour < ${bind('Int64', Math.ceil(to / HOUR_MS))})), ' ',
    ${joins ? linksOf(name) : sql`''`}, ' ',
    toString((SELECT (${CHANGES}) FROM system.mutations
      WHERE database = currentDatabase() AND table IN ${EVENTS_TABLES})), ' ',
    toString((SELECT groupBitXor(cityHash64(partition)) FROM (SELECT DISTINCT partition FROM system.parts
      WHERE database = currentDatabase() AND table IN ${EVENTS_TABLES} AND active
        AND toUInt32OrZero(partition) BETWEEN ${monthOf(from)} AND ${monthOf(to)})))
  ) AS own`

/** First sayings decide, so an earlier one changes who is who as well as a new pair does. */
const linksOf = (project: string): Sql => sql`toString((SELECT groupBitXor(link) FROM (
      SELECT xxHash64(kind, from_hash, to_hash, toString(min(said_first))) AS link FROM identities
      WHERE project = ${bind('String', project)} GROUP BY kind, from_hash, to_hash)))`

/** As partitions are named: 202601. */
function monthOf(instant: number): Sql {
  const date = new Date(instant)
  return bind('UInt32', date.getUTCFullYear() * 100 + date.getUTCMonth() + 1)
}
