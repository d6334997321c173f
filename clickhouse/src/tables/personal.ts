/** Which tables hold what is about people, and which of their rows are about one: whoever adds such a table adds it here. */
import { bind, join, natural, type Sql, sql } from '../sql.ts'

/** An id as two independent 64-bit hashes of the engine: enough to find its rows, without the id itself in any statement. */
export interface IdHashes {
  first: string
  second: string
}

export interface Subject {
  project: string
  ids: readonly IdHashes[]
}

/** Gives the hashes of `ids`, in columns `first` and `second`. */
export const hashesSql = (ids: readonly string[]): Sql => sql`
SELECT toString(xxHash64(id)) AS first, toString(sipHash64(id)) AS second
FROM (SELECT arrayJoin(${bind('Array(String)', ids)}) AS id)
SETTINGS log_queries = 0`

const DISTINCT_ID = sql`if(user_id != '', user_id, anonymous_id)`

/** Rows by table; the events behind what is found by them, since what is counted beside them is counted out by looking at them. */
export const PERSONAL_TABLES: readonly { table: string; isOf: (subject: Subject) => Sql }[] = [
  { table: 'identities', isOf: ({ ids }) => either(ids) },
  { table: 'identity_decisions', isOf: ({ ids }) => either(ids) },
  { table: 'cohort_members', isOf: ({ ids }) => hashed(sql`person`, ids) },
  {
    table: 'user_changes',
    isOf: ({ ids }) => sql`${hashed(sql`person_id`, ids)} AND ${isOne(DISTINCT_ID, ids)}`,
  },
  { table: 'people_days', isOf: ({ ids }) => hashed(sql`person_id`, ids) },
  {
    table: 'events',
    isOf: ({ ids }) => sql`(${hashed(sql`person_id`, ids)} AND ${isOne(DISTINCT_ID, ids)}
      OR event IN ('$alias', '$unlink') AND ${isOne(sql`properties['previousId']`, ids)})`,
  },
  // Behind the events: a day whose events were counted out is asked for by its events until it is sealed anew, without them.
  {
    table: 'sealed_visits',
    isOf: ({ ids }) =>
      sql`(${hashed(sql`person_id`, ids)} OR arrayExists(moment -> ${hashed(sql`moment.4`, ids)}, moments))`,
  },
  { table: 'split_visits', isOf: ({ ids }) => hashed(sql`person_id`, ids) },
  // Behind the events, from which ids get their numbers. Bits say nothing without them, and the days of what was counted out are sealed anew.
  { table: 'id_numbers', isOf: ({ ids }) => hashed(sql`person_id`, ids) },
]

/** With its project, which no condition may be without. */
export const rowsOf = ({ isOf }: (typeof PERSONAL_TABLES)[number], subject: Subject): Sql =>
  sql`project = ${bind('String', subject.project)} AND ${isOf(subject)}`

const either = (ids: readonly IdHashes[]): Sql =>
  sql`(${isOne(sql`from_id`, ids)} OR ${isOne(sql`to_id`, ids)})`

const hashed = (hash: Sql, ids: readonly IdHashes[]): Sql =>
  sql`${hash} IN (${join(
    ids.map(({ first }) => natural(first)),
    ', ',
  )})`

const isOne = (id: Sql, ids: readonly IdHashes[]): Sql =>
  sql`(xxHash64(${id}), sipHash64(${id})) IN (${join(
    ids.map(({ first, second }) => sql`(${natural(first)}, ${natural(second)})`),
    ', ',
  )})`

/**
 * Totals that are kept beside the events, and what has to be added to each so that some events no longer count. Rows of the
 * columns named, over the events for which `where` holds.
 */
export const TOTALS: readonly { table: string; columns: readonly string[]; less: (where: Sql) => Sql }[] = [
  {
    table: 'catalogue_events',
    columns: ['project', 'event', 'day', 'count', 'first_seen', 'last_seen'],
    less: (where) => sql`SELECT project, event, toString(toDate(time)) AS day, -toInt32(count()) AS count,
      toString(min(time)) AS first_seen, toString(max(time)) AS last_seen
      FROM events WHERE ${where} GROUP BY project, event, day`,
  },
  {
    table: 'catalogue_properties',
    columns: ['project', 'event', 'property', 'day', 'count', 'first_seen', 'last_seen'],
    less: (
      where,
    ) => sql`SELECT project, event, arrayJoin(mapKeys(properties)) AS property, toString(toDate(time)) AS day,
      -toInt32(count()) AS count, toString(min(time)) AS first_seen, toString(max(time)) AS last_seen
      FROM events WHERE ${where} GROUP BY project, event, property, day`,
  },
  {
    table: 'event_counts',
    columns: ['project', 'event', 'quarter', 'platform', 'events', 'arrived'],
    // Something happened to these quarters, which `arrived` has to tell whoever remembers an answer about them; `arrivals` follows by itself.
    less: (
      where,
    ) => sql`SELECT project, event, toInt32(floor(toUnixTimestamp64Milli(time) / 900000)) AS quarter, platform,
      -toInt32(count()) AS events, toUInt32(count()) AS arrived
      FROM events WHERE ${where} GROUP BY project, event, quarter, platform`,
  },
]
