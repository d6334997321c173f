/** Who somebody is, put together from all that they did: ids, first and last seen, what was last said about them. */
import { bind, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { firstOf, lastOf } from '../instants.ts'
import { eventsOf, ofPeople, personOf, personOfId, type Project } from '../persons.ts'
import { begins } from '../sessions.ts'
import { allSeen, type Sight } from '../sight/sight.ts'
import { knownNow, ORDER } from '../traits/values.ts'

const LAST_KNOWN = [
  'platform',
  'country',
  'province',
  'city',
  'os',
  'os_version',
  'browser',
  'browser_version',
  'device_type',
  'brand',
  'model',
  'app_version',
  'language',
] as const

export interface SummaryRow {
  events: string | number
  sessions: string | number
  first_seen: string | number
  last_seen: string | number
  user_ids: string[]
  anonymous_ids: string[]
  known: string[]
}

export interface Profile {
  distinctId: string
  /** The ids that were signed in with, and those of devices; at most a hundred of each. */
  userIds: string[]
  anonymousIds: string[]
  /** ISO instants. */
  firstSeen: string
  lastSeen: string
  events: number
  sessions: number
  /** What is known now, by name. */
  traits: Record<string, string>
  /** Built-in properties as last seen, by name; those never seen are left out. */
  last: Record<string, string>
}

/** When there was something without a session. */
const UNTOLD = sql`arraySort(groupUniqArrayIf(toUnixTimestamp64Milli(time), session_id = ''))`

/** One row, of no events where nobody has that id. */
export const summarySql = (project: Project, distinctId: string): Sql => sql`
SELECT count() AS events, uniqExactIf(session_id, session_id != '') + length(${begins(UNTOLD)}) AS sessions,
  ${firstOf('time')} AS first_seen, ${lastOf('time')} AS last_seen,
  arraySort(groupUniqArrayIf(100)(user_id, user_id != '')) AS user_ids,
  arraySort(groupUniqArrayIf(100)(anonymous_id, anonymous_id != '')) AS anonymous_ids,
  [${lastKnown}] AS known
FROM ${eventsOf(project)}
WHERE ${ofPerson(project, distinctId)}`

const lastKnown: Sql = join(
  LAST_KNOWN.map((column) => sql`argMaxIf(toString(${name(column)}), time, ${name(column)} != '')`),
  ', ',
)

/** What is known of the person now, from all that was said under any of their ids. */
export const traitsSql = (project: Project, distinctId: string): Sql => sql`
SELECT toString(name) AS property, ${knownNow} AS known
FROM ${ofPeople(sql`user_changes`, project)}
WHERE ${ofPerson(project, distinctId)} AND name != '' AND ${ORDER} > (
  SELECT if(count() = 0, (toDateTime64('1900-01-01 00:00:00', 3, 'UTC'), 0, 0, 0), max(${ORDER}))
  FROM ${ofPeople(sql`user_changes`, project)}
  WHERE ${ofPerson(project, distinctId)} AND kind = 'delete')
GROUP BY property
HAVING known != ''
ORDER BY property
LIMIT 1000`

export const ofPerson = (project: Project, distinctId: string): Sql =>
  sql`project = ${bind('String', project.name)} AND ${personOf(project)} = ${personOfId(project, distinctId)}`

export interface TraitRow {
  property: string
  known: string
}

/** Undefined where nobody has that id. */
export function shapeProfile(
  distinctId: string,
  row: SummaryRow | undefined,
  traits: readonly TraitRow[],
  sight: Sight,
): Profile | undefined {
  if (!row || Number(row.events) === 0) return undefined
  const known = LAST_KNOWN.map((column, at): [string, string] => [`$${column}`, row.known[at] ?? ''])
  return {
    distinctId,
    userIds: row.user_ids,
    anonymousIds: row.anonymous_ids,
    firstSeen: new Date(Number(row.first_seen)).toISOString(),
    lastSeen: new Date(Number(row.last_seen)).toISOString(),
    events: Number(row.events),
    sessions: Number(row.sessions),
    traits: allSeen(Object.fromEntries(traits.map(({ property, known }) => [property, known])), sight),
    last: allSeen(Object.fromEntries(known.filter(([, value]) => value !== '')), sight),
  }
}
