/** What a window asks the store: which parts there are, the rows of some of them, what names stand behind hashes, and who is whom. */
import {
  brief,
  integer,
  join,
  naturals,
  type Sql,
  spelled,
  sql,
  statement,
  type Statement,
} from '@firefly/clickhouse/sql'
import { CHANGES } from '../../../cache/mark.ts'
import { changedIds, type Known } from '../../../identity/changed-ids.ts'
import { joinedIds, type Joins } from '../../../identity/joined-ids.ts'
import { pageOf } from '../../../pages.ts'
import { OWN_ID, type Project } from '../../../persons.ts'
import type { Range } from '../../../range.ts'
import type { Part } from './blocks.ts'
import type { List } from './window.ts'

type Times = Pick<Range, 'from' | 'to'>

export interface PartRow {
  name: string
  partition: string
  first: string | number
  last: string | number
  rows: string | number
  /** Changes when rows are taken away, of the events or of who is whom. */
  marker: string
  /** Unix seconds, by the clock of the store. */
  at: string | number
}

/** Parts with anything from `from` on. None on a cluster, where no node has all of them. */
export const partsSql = (from: number): Statement =>
  brief(sql`
SELECT name, partition, min_block_number AS first, max_block_number AS last, rows, toUnixTimestamp(now()) AS at,
  toString((SELECT groupBitXor(cityHash64(table, changes)) FROM (
    SELECT table, (${CHANGES}) AS changes FROM system.mutations
    WHERE database = currentDatabase() AND table IN ('events', 'identities', 'identity_decisions') GROUP BY table))) AS marker
FROM system.parts
WHERE database = currentDatabase() AND table = 'events' AND active AND max_time >= toDateTime(${integer(Math.floor(from / 1000))}, 'UTC')`)

/** How far rows of each partition of the log were counted, by month. */
export type Heads = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Rows that came into the log behind those that were counted. */
function beyond({ partition }: Part, heads: Heads): Sql {
  const own = [...(heads.get(partition) ?? [])]
  if (own.length === 0) return sql`1`
  const list = (numbers: readonly number[]): Sql => sql`[${join(numbers.map(integer), ', ')}]`
  return sql`toInt64(log_offset) > transform(toInt64(log_partition), ${list(own.map(([lane]) => lane))}, ${list(own.map(([, offset]) => offset))}, toInt64(-1))`
}

const names = (parts: readonly Part[]): Sql =>
  sql`(${join(
    parts.map(({ name }) => spelled(name)),
    ', ',
  )})`

/** As `inScope`, where nothing can be bound. */
const scoped = (project: string, { from, to }: Times): Sql => sql`project = ${spelled(project)}
  AND time >= fromUnixTimestamp64Milli(${integer(from)}) AND time < fromUnixTimestamp64Milli(${integer(to)})`

/** Of parts that are only in part new: all rows of the project, and those behind what was counted. */
export const mixedSql = (project: string, times: Times, parts: readonly Part[], heads: Heads): Statement =>
  brief(sql`
SELECT toString(_part) AS part, toUInt32(count()) AS rows, toUInt32(countIf(${anyOf(parts, heads)})) AS beyond
FROM events WHERE ${scoped(project, times)} AND _part IN ${names(parts)} GROUP BY part`)

const anyOf = (parts: readonly Part[], heads: Heads): Sql =>
  join(
    parts.map((part) => sql`(_part = ${spelled(part.name)} AND ${beyond(part, heads)})`),
    ' OR ',
  )

const PAGE = pageOf({ sight: undefined })
const hashed = (text: Sql): Sql => sql`if(${text} = '', toUInt64(0), xxHash64(${text}))`
const HASHES: Record<List, Sql> = {
  event: hashed(sql`event`),
  page: sql`if(event = '$pageview' AND pathname != '', xxHash64(${PAGE}), toUInt64(0))`,
  platform: hashed(sql`platform`),
}
const TEXTS: Record<List, Sql> = { event: sql`event`, page: PAGE, platform: sql`platform` }

/**
 * Rows as a window takes them: all of `whole`, of `mixed` what is new. The stamp is twice the minute since 1970, and one more for an anonymous id,
 * below the place of the part among both; at last where it was in the log, its partition above 48 bits of its offset.
 */
export function rowsSql(
  project: string,
  times: Times,
  { whole, mixed }: { whole: readonly Part[]; mixed: readonly Part[] },
  heads: Heads,
): Sql {
  const all = [...whole, ...mixed]
  const places = join(
    all.map((_, at) => integer(at)),
    ', ',
  )
  const isNew =
    mixed.length === 0
      ? sql`1`
      : sql`(${whole.length > 0 ? sql`_part IN ${names(whole)} OR ` : sql``}${anyOf(mixed, heads)})`
  return sql`
SELECT ${OWN_ID} AS id, ${HASHES.event} AS event_hash, ${HASHES.page} AS page_hash, ${HASHES.platform} AS platform_hash,
  bitOr(bitShiftLeft(toUInt64(transform(toString(_part), [${join(
    all.map(({ name }) => spelled(name)),
    ', ',
  )}], [${places}], 0)), 32),
    toUInt64(intDiv(toUnixTimestamp64Milli(time), 60000) * 2 + is_anonymous)) AS stamp,
  bitOr(bitShiftLeft(toUInt64(log_partition), 48), log_offset) AS place
FROM events
WHERE ${scoped(project, times)} AND _part IN ${names(all)} AND ${isNew}`
}

/** Rows of `hash` and `text`; of all parts when none are given. */
export const textsSql = (
  list: List,
  project: string,
  times: Times,
  hashes: readonly string[],
  parts?: readonly Part[],
): Statement =>
  brief(sql`
SELECT toString(hash) AS hash, any(text) AS text
FROM (
  SELECT ${HASHES[list]} AS hash, toString(${TEXTS[list]}) AS text FROM events
  WHERE ${scoped(project, times)}${parts ? sql` AND _part IN ${names(parts)}` : sql``}
)
WHERE hash IN (SELECT arrayJoin(${naturals(hashes)})) GROUP BY hash`)

/** Every id that is somebody else's, and whose. */
export const everybodySql = (project: string, joins: Joins): Statement =>
  statement(
    sql`SELECT toUInt64(joined_id) AS joined_id, toUInt64(joined_person) AS joined_person FROM (${joinedIds(project, joins)})`,
  )

/** Of these ids, and of those whose person may be another one since: rows of `id` and `person`, which is 0 where it is nobody else's. */
export function personsSql(
  project: Project,
  joins: Joins,
  ids: readonly string[],
  known: Known | undefined,
): Statement {
  const given = sql`SELECT arrayJoin(${naturals(ids)}) AS id`
  const asked = known ? sql`${given} UNION ALL ${changedIds(project, known)}` : given
  return statement(sql`
SELECT toString(asked.id) AS id, toString(joined_person) AS person
FROM (SELECT DISTINCT toUInt64(id) AS id FROM (${asked})) AS asked
LEFT ANY JOIN (SELECT joined_id, joined_person FROM (${joinedIds(project.name, joins)}) WHERE joined_id IN (SELECT id FROM (${asked}))) AS joined
  ON joined_id = asked.id`)
}
