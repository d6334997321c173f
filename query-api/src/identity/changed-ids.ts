/** Ids whose person may be another one than was found at a moment before: far fewer than all that are joined, and none too few. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../persons.ts'
import { type Generation, type Joins, joinedIds, mergedUsers, undonePairs } from './joined-ids.ts'

export interface Known {
  /** Unix seconds, by the clock of the store: what was told before was known. */
  since: number
  /** What followed from aliases and decisions; '0' where there were none. */
  generation: string
  /** The same with all that followed; undefined where that is not kept any more, or was not looked up. */
  kept?: Generation | undefined
}

/** The generation of a project as it is kept: '0' where nothing but `identify` joins its people. */
export const generationOf = (joins: Joins | undefined): string => joins?.generation ?? '0'

/** Links of `identify` that were told since, or again since. */
const told = (project: string, { since }: Known): Sql =>
  sql`project = ${bind('String', project)} AND kind = 'identify' AND told_at >= toDateTime(${bind('UInt32', since)}, 'UTC')`

export const toldCount = (project: string, known: Known): Sql =>
  sql`SELECT count() FROM identities WHERE ${told(project, known)}`

/**
 * Rows of `id`, as joined ids stand, and with each id the person it has now. An anonymous id with the same text as a user's belongs to that
 * user while nothing else is said of it, so it is named as well.
 */
export function changedIds({ name, joins }: Project, known: Known): Sql {
  const links = sql`FROM identities WHERE ${told(name, known)}`
  const linked = sql`SELECT arrayJoin([bitNot(from_hash), to_hash, bitNot(to_hash)]) AS id ${links}`
  if (!joins) return linked
  const { generation } = joins
  const merged = generation === undefined ? undefined : mergedUsers(name, { ...joins, generation })
  const owners = merged
    ? sql`UNION ALL SELECT person FROM (${merged}) WHERE user IN (SELECT to_hash ${links})`
    : sql``
  if (generationOf(joins) === known.generation) return sql`${linked} ${owners}`
  // Whoever is merged otherwise than before, and whoever was parted.
  const moved = merged
    ? sql`UNION ALL SELECT arrayJoin([user, bitNot(user), person]) FROM (${movedUsers(name, { ...joins, generation: generation ?? '0' }, known)})`
    : sql``
  const parted = sql`SELECT arrayJoin([one, bitNot(one)]) AS id FROM (${undonePairs(name)})`
  const theirs = sql`SELECT joined_person FROM (${joinedIds(name, joins)}) WHERE joined_id IN (${parted})`
  return sql`${linked} ${owners} ${moved} UNION ALL ${parted} UNION ALL ${theirs}`
}

/** Rows of `user` and `person`, as hashes, of users who had another person before; everybody who is merged where that is not known. */
export function movedUsers(project: string, joins: Generation, { generation, kept }: Known): Sql {
  const merged = mergedUsers(project, joins)
  if (!kept && generation !== '0') return merged
  const before = kept ? sql`UNION ALL SELECT user, 0, person FROM (${mergedUsers(project, kept)})` : sql``
  const own = (person: Sql): Sql => sql`if(max(${person}) = 0, user, max(${person}))`
  return sql`
    SELECT user, ${own(sql`now`)} AS person
    FROM (SELECT user, person AS now, toUInt64(0) AS before FROM (${merged}) ${before})
    GROUP BY user
    HAVING person != ${own(sql`before`)}`
}

/** Every id that is joined at all, and its person. */
export const everyJoinedId = (project: string, joins: Joins): Sql =>
  sql`SELECT arrayJoin([joined_id, joined_person, bitNot(joined_person)]) AS id FROM (${joinedIds(project, joins)})`
