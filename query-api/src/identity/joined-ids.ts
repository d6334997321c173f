/** Every id that belongs to somebody else than itself, as SQL: what the questions of a project with joined people read beside its events. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../persons.ts'

export interface Joins {
  /** Names the aliases and decisions that hold; undefined where there are none. */
  generation: string | undefined
  /** The whole generation from which this one differs; none where it is whole itself. */
  base?: string | undefined
}

/** Where something holds. */
export type Generation = Joins & { generation: string }

const hasGeneration = (joins: Joins): joins is Generation => joins.generation !== undefined

/**
 * Rows of `joined_id` and `joined_person`. A user id stands as its hash, an anonymous one as the complement of it, so that
 * what is said of the one never touches the other. `hashes` are of anonymous ids: others need not be among the rows.
 */
export function joinedIds(project: string, joins: Joins, hashes?: Sql): Sql {
  if (!hasGeneration(joins))
    return sql`SELECT bitNot(id) AS joined_id, owner AS joined_person FROM (${owners(project, { hashes })})`
  const merged = mergedUsers(project, joins)
  const linked = owners(project, joins)
  return sql`SELECT bitNot(id) AS joined_id, if(merged.person = 0, owner, merged.person) AS joined_person
      FROM (${linked}) AS linked LEFT ANY JOIN (${merged}) AS merged ON merged.user = linked.owner
    UNION ALL SELECT user, person FROM (${merged})
    UNION ALL SELECT bitNot(user), person FROM (${merged}) WHERE user NOT IN (SELECT id FROM (${linked}))`
}

/** An anonymous id is whose it was said to be first; what an operator has undone does not count. */
function owners(project: string, { generation, hashes }: Partial<Joins> & { hashes?: Sql | undefined }): Sql {
  const own = hashes ? sql`AND from_hash IN (${hashes})` : sql``
  const undone =
    generation === undefined ? sql`` : sql`AND (from_hash, to_hash) NOT IN (${undonePairs(project)})`
  return sql`SELECT from_hash AS id, argMin(to_hash, ${SAID_FIRST}) AS owner FROM identities
        WHERE project = ${bind('String', project)} AND kind != 'unlink' ${undone}${own}
        GROUP BY id`
}

/**
 * Moment and place in the log as one number, by which the first of a million links are found in a fifth of the time that a tuple takes. A place in a
 * log is one event's, so nothing behind it has to decide. Moments may lie before 1970.
 */
const SAID_FIRST: Sql = sql`bitShiftLeft(toUInt256(toUnixTimestamp64Milli(said_first.1) + ${integer(2 ** 52)}), 112)
          + bitShiftLeft(toUInt256(said_first.2), 96) + bitShiftLeft(toUInt256(said_first.3), 32) + said_first.4`

/**
 * Pairs whose last word is that they are not linked, both ways round, whichever way they were named. An operator's word counts above
 * all that events say; of those the last one counts.
 */
export function undonePairs(project: string): Sql {
  const own = sql`project = ${bind('String', project)}`
  const said = (which: Sql): Sql => sql`
            SELECT from_hash, to_hash, kind, (toUInt8(0), said_last.1, said_last.2, said_last.3, said_last.4, said_last.5) AS at
            FROM identities WHERE ${own} AND ${which}`
  const touched = sql`SELECT arrayJoin([from_hash, to_hash]) FROM identities WHERE ${own} AND kind = 'unlink'`
  return sql`SELECT pair.1 AS one, pair.2 AS other FROM (
            SELECT arrayJoin([(from_hash, to_hash), (to_hash, from_hash)]) AS pair, toString(kind) AS word, at FROM (${said(sql`kind = 'unlink'`)}
            UNION ALL ${said(sql`kind IN ('identify', 'alias') AND from_hash IN (${touched})`)}
            UNION ALL
            SELECT from_hash, to_hash, kind, (toUInt8(1), decided_at, toUInt16(0), toUInt64(0), toUInt32(0), id)
            FROM identity_decisions WHERE ${own}))
          GROUP BY pair HAVING argMax(word, at) = 'unlink'`
}

/** The first of the links of each id that still hold, as rows of `id` and `owner`. */
export const ownersOf = (project: Project): Sql => owners(project.name, project.joins ?? {})

/** The user ids of a person, as hashes in rows of `user`. */
export const usersOf = ({ name, joins }: Project, person: Sql): Sql =>
  joins && hasGeneration(joins)
    ? sql`SELECT ${person} AS user UNION DISTINCT
        SELECT user FROM (${mergedUsers(name, joins)}) WHERE person = ${person}`
    : sql`SELECT ${person} AS user`

/** Rows of `user` and `person`, as hashes; what a generation says of an id goes above what its base does. */
export function mergedUsers(project: string, { generation, base = generation }: Generation): Sql {
  const [own, other] = [bind('UInt64', generation), bind('UInt64', base)]
  return sql`
        SELECT id AS user, argMax(person, generation = ${own}) AS person FROM person_merges
        WHERE project = ${bind('String', project)} AND generation IN (${own}, ${other}) AND id != 0
        GROUP BY user`
}
