/** The people of a project, whoever was seen last first, in pages. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { UsersQuery, UsersResult } from '@firefly/protocol/query/users'
import { QueryError } from '../errors.ts'
import { allOf } from '../filters.ts'
import { firstOf, lastOf } from '../instants.ts'
import { eventsOf, ofPeople, personOf, type Project } from '../persons.ts'
import { allSeen, type Sight } from '../sight/sight.ts'
import { knownNow, ORDER } from '../traits/values.ts'

export interface UserRow {
  id: string
  ids: string[]
  first: string | number
  last: string | number
  events: string | number
}
export interface KnownRow {
  id: string
  property: string
  known: string
}

/** One more than a page, which tells whether there is another. */
export const usersSql = (
  { filters, search, before, limit }: UsersQuery,
  project: Project,
  zone: string,
): Sql => sql`
SELECT toString(person) AS id, arraySort(groupUniqArray(10)(distinct)) AS ids,
  ${firstOf('time')} AS first, ${lastOf('time')} AS last, count() AS events
FROM (
  SELECT ${personOf(project)} AS person, if(user_id != '', user_id, anonymous_id) AS distinct, time, ${allOf(filters, zone)} AS wanted
  FROM ${eventsOf(project)}
  WHERE project = ${bind('String', project.name)}
)
GROUP BY person
HAVING countIf(wanted) > 0 AND ${search === '' ? sql`1` : found(search, project)} AND ${before === undefined ? sql`1` : isBefore(before)}
ORDER BY last DESC, person DESC
LIMIT ${bind('UInt32', limit + 1)}`

const found = (search: string, project: Project): Sql => {
  const within = (text: Sql): Sql => sql`positionCaseInsensitiveUTF8(${text}, ${bind('String', search)}) > 0`
  return sql`(countIf(${within(sql`distinct`)}) > 0 OR person IN (
  SELECT ${personOf(project)} FROM ${ofPeople(sql`user_changes`, project)}
  WHERE project = ${bind('String', project.name)} AND ${isSeen(project)} AND ${within(sql`value`)}))`
}

/** Nobody finds somebody by what they may not see. */
const isSeen = ({ sight }: Project): Sql =>
  sight && sight.hidden.length > 0 ? sql`name NOT IN ${bind('Array(String)', sight.hidden)}` : sql`1`

function isBefore(cursor: string): Sql {
  const [, last = '', person = ''] = /^(-?\d{1,15})_(\d{1,20})$/.exec(cursor) ?? []
  if (person === '')
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'before', message: 'expected the next of a page' },
    ])
  return sql`(last, person) < (${bind('Int64', Number(last))}, ${bind('UInt64', person)})`
}

/** What is known now of each of these people, told since they were last forgotten. */
export const knownSql = (people: readonly string[], project: Project): Sql => sql`
WITH said AS (
  SELECT ${personOf(project)} AS person, toString(name) AS property, kind, value, time, log_partition, log_offset, place, message_id
  FROM ${ofPeople(sql`user_changes`, project)}
  WHERE project = ${bind('String', project.name)} AND toString(person) IN ${bind('Array(String)', people)}
)
SELECT toString(person) AS id, property, ${knownNow} AS known
FROM said LEFT ANY JOIN (SELECT person AS forgotten, max(${ORDER}) AS at FROM said WHERE kind = 'delete' GROUP BY person) AS deleted
  ON forgotten = person
WHERE property != '' AND (forgotten = 0 OR ${ORDER} > at)
GROUP BY person, property
HAVING known != ''
ORDER BY person, property
LIMIT 100 BY person`

export function shapeUsers(
  rows: readonly UserRow[],
  known: readonly KnownRow[],
  { limit, sight }: { limit: number; sight: Sight },
): UsersResult {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const traitsOf = (id: string): Record<string, string> =>
    Object.fromEntries(known.filter((row) => row.id === id).map((row) => [row.property, row.known]))
  return {
    users: shown.map((row) => ({
      id: row.id,
      distinctIds: row.ids,
      firstSeen: new Date(Number(row.first)).toISOString(),
      lastSeen: new Date(Number(row.last)).toISOString(),
      events: Number(row.events),
      traits: allSeen(traitsOf(row.id), sight),
    })),
    next: last && rows.length > limit ? `${Number(last.last)}_${last.id}` : null,
  }
}
