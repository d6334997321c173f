/**
 * Sessions as they are sealed, for paths: those seen on one day alone are rows already, and those of several days are made of a few. All
 * others (seen on a day that is not sealed, by several ids, or without a name) are gathered from their moments like those of events.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { EVENTS, ofPeople, OWN_ID, personOf } from '../../persons.ts'
import { inOpen, inSeals, type SealedVisits, sealedVisitsIn } from '../../rollups/visits/sealed.ts'
import { inScope } from '../../scope.ts'
import type { Asking } from '../analysis.ts'
import { nodeEvents, WIDE } from './moments.ts'
import { isPlain } from './nodes.ts'
import type { PathPlan } from './plan.ts'
import { visitsOf } from './sql.ts'

const DAY_MS = 86_400_000
/** Values that nodes may be called by. */
const SHOWN = ['$pathname', '$screen_name', 'name']

export interface RolledVisits {
  /** One row a session, as `visitsOf` gives them. */
  visits: Sql
  /** Most of them, and parts of some others, in a fraction of the time: what says how often is told by the former alone. */
  some: Sql
}

/**
 * Undefined where sealed sessions cannot tell what is asked. Whose they are is found out for those who ask for people; for all others a
 * session is one whoever's it is.
 */
export async function rolledVisits(
  plan: PathPlan,
  asking: Asking,
  { people = false }: { people?: boolean } = {},
): Promise<RolledVisits | undefined> {
  const { project, rolledUp } = asking
  const { sight, sampling } = project
  const isHidden = SHOWN.some((property) => sight?.levelOf(property) !== undefined)
  if (!rolledUp || plan.by !== 'event' || plan.gapMs !== undefined || !isPlain(plan)) return undefined
  if (sampling !== undefined || isHidden) return undefined
  const sealed = await sealedVisitsIn(plan.range, asking)
  return sealed && { visits: visitsSql(plan, sealed, people), some: aloneSql(sealed, people) }
}

function visitsSql(plan: PathPlan, sealed: SealedVisits, people: boolean): Sql {
  const tangled = isTangled(sealed)
    ? [sql`SELECT person, nodes, ats FROM (${visitsOf(plan, WIDE, tangledMoments(plan, sealed))})`]
    : []
  const alone = sql`${aloneSql(sealed, people)} AND ${isWhole(plan, sealed)}`
  return join([alone, dayAfterDay(plan, sealed, people), ...tangled], '\nUNION ALL\n')
}

/**
 * Of a session that has rows elsewhere all are among those that are split. Few of these are far from midnight, so that most rows are looked
 * for among few; 0 stands for no session, and is found missing in no time.
 */
const isWhole = (
  plan: PathPlan,
  sealed: SealedVisits,
): Sql => sql`session NOT IN (${splitSql(sealed)} AND near_midnight = 0${openSessions(plan, sealed, sql`UNION ALL`)})
            AND if(near_midnight, session, 0) NOT IN (${splitSql(sealed)})`

const aloneSql = (sealed: SealedVisits, people: boolean): Sql => sql`
          SELECT ${people ? personOf(sealed.project) : sql`person_id`} AS person, node AS nodes, CAST(at, 'Array(UInt64)') AS ats
          FROM ${people ? ofPeople(sql`sealed_visits`, sealed.project) : sql`sealed_visits`}
          WHERE ${inSeals(sealed)} AND alone = 1`

/** Whether there can be any sessions whose rows do not simply follow one another. */
const isTangled = ({ open, hasMoments }: SealedVisits): boolean => open.length > 0 || hasMoments

const isOwn = ({ project }: SealedVisits): Sql => sql`project = ${bind('String', project.name)}`

/** Sessions that may have several rows; some of them have not. */
const splitSql = (sealed: SealedVisits): Sql => sql`SELECT session FROM split_visits WHERE ${isOwn(sealed)}`

/** Sessions of what is not sealed; nothing where all is. */
const openSessions = (plan: PathPlan, sealed: SealedVisits, before: Sql): Sql =>
  sealed.open.length === 0
    ? sql``
    : sql`
            ${before} SELECT xxHash64(session_id) FROM ${EVENTS} WHERE ${inScope(sealed.project, plan.range)} AND ${inOpen(sealed)} AND session_id != ''`

/** Sessions whose rows do not simply follow one another: several ids or events as they are have a part in them. */
const tangledSql = (plan: PathPlan, sealed: SealedVisits): Sql =>
  sql`SELECT session FROM sealed_visits WHERE ${inSeals(sealed)} AND alone = 0 AND session != 0${openSessions(plan, sealed, sql`UNION ALL`)}`

/**
 * Sessions of several sealed days: their days one behind the other. What happened and when are gathered apart, each under its day and its place
 * in it, so that both come in the same order; copies of a row are side by side, as equal neighbours are. Who is one person matters to sessions
 * with several ids, which are few.
 */
const dayAfterDay = (plan: PathPlan, sealed: SealedVisits, people: boolean): Sql => sql`
          SELECT person, arrayFilter((node, before) -> node != before, all, arrayShiftRight(all, 1)) AS nodes,
            arrayFilter((instant, node, before) -> node != before, instants, all, arrayShiftRight(all, 1)) AS ats
          FROM (
            SELECT person, arrayMap(one -> toUInt64(one), nodes_in_order) AS all,
              arrayMap(one -> toUInt64(bitShiftRight(one, ${integer(64 + PLACE_BITS)})) * ${integer(DAY_MS)} + toUInt64(one), instants_in_order) AS instants
            FROM (
              SELECT any(whose) AS person, ${inOrder(sealed, sql`node`)} AS nodes_in_order, ${inOrder(sealed, sql`at`)} AS instants_in_order
              FROM (
                SELECT ${personOf(sealed.project)} AS whose, session, day, at, node
                FROM ${ofPeople(sql`split_visits`, sealed.project, people ? undefined : sharedIds(sealed))}
                WHERE ${inSeals(sealed)}${isTangled(sealed) ? sql` AND session NOT IN (${tangledSql(plan, sealed)})` : sql``}
              )
              GROUP BY intHash64(session) + whose
            )
          )`

/** The ids of sessions that several ids have a part in. */
const sharedIds = (
  sealed: SealedVisits,
): Sql => sql`SELECT person_id FROM split_visits WHERE ${inSeals(sealed)} AND session IN (
            SELECT session FROM split_visits WHERE ${inSeals(sealed)} GROUP BY session HAVING min(${OWN_ID}) != max(${OWN_ID}))`

/** Of one day of a session; days since the first one stand above. */
const PLACE_BITS = 44

const inOrder = ({ days }: SealedVisits, values: Sql): Sql => sql`arraySort(groupArrayArray(arrayMap(
                (value, place) -> bitShiftLeft(toUInt128(bitShiftLeft(toUInt64(day - ${integer(days[0]?.day ?? 0)}), ${integer(PLACE_BITS)}) + place), 64) + value,
                ${values}, arrayEnumerate(${values}))))`

/** As `nodeEvents` gives them. A session's rows of one day come from one place alone, so orders of arrival are never mixed up. */
function tangledMoments(plan: PathPlan, sealed: SealedVisits): Sql {
  const { project } = sealed
  const instant = sql`toUInt64(day * ${integer(DAY_MS)} + moment.1 - ${bind('Int64', plan.range.from)})`
  const moments = sql`(
      SELECT project, person_id, is_anonymous, session, day, moment
      FROM (${tangledRows(plan, sealed)}) ARRAY JOIN arrayZip(at, arrayEnumerate(at), node) AS moment
      UNION ALL
      SELECT project, one.4, one.5, session, day, (one.1, one.2, one.3) AS moment
      FROM (SELECT project, session, day, moments FROM sealed_visits WHERE ${inSeals(sealed)} AND alone = 0) ARRAY JOIN moments AS one
    ) AS tangled`
  return sql`
            SELECT ${personOf(project)} AS whose, session AS during, ${instant} AS instant, toUInt64(moment.2) AS arrival, moment.3 AS node
            FROM ${ofPeople(moments, project)}${
              sealed.open.length === 0
                ? sql``
                : sql`
            UNION ALL
            SELECT * FROM (${nodeEvents(plan, WIDE, project, inOpen(sealed))})`
            }`
}

/** Rows that are alone on their day, of tangled sessions. Those that only lie open on another day are looked up by their place. */
function tangledRows(plan: PathPlan, sealed: SealedVisits): Sql {
  const columns = sql`project, person_id, is_anonymous, session, day, at, node`
  const split = sql`
        SELECT DISTINCT ${columns} FROM split_visits WHERE ${inSeals(sealed)} AND session IN (${tangledSql(plan, sealed)})`
  if (sealed.open.length === 0) return split
  const place = sql`day, seal, alone, person_id, session`
  return sql`${split}
        UNION ALL
        SELECT ${columns} FROM sealed_visits
        WHERE ${isOwn(sealed)} AND (${place}) IN (
          SELECT ${place} FROM sealed_visits
          WHERE ${inSeals(sealed)} AND alone = 1 AND session IN (${openSessions(plan, sealed, sql``)}) AND session NOT IN (${splitSql(sealed)}))`
}
