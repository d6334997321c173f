/** How long a project keeps what happened: whole days of UTC, so that everything that is counted by the day can be cut with it. */
import { bind, integer, type Sql, sql } from '../sql.ts'

const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** What is left of a day of +08:00 when it begins in UTC. */
const EAST_DAY_LEFT_MS = 16 * 3_600_000

/** Everything of the project before `since`, which is the begin of a day of UTC, in Unix milliseconds. */
export interface Expired {
  project: string
  since: number
}

export interface DatedTable {
  table: string
  /** Its rows that are over. */
  isOver: (expired: Expired) => Sql
  /** Small enough to be written anew without them; of others rows are hidden, and go with the next merge of their part. */
  isRewritten?: true
}

const instant = (at: number): Sql => sql`fromUnixTimestamp64Milli(${integer(at)}, 'UTC')`
const day = (at: number): Sql => sql`toDate(${integer(at / 1000)}, 'UTC')`

/**
 * Every table that grows with time, the events last: as long as one of them is there, the next sweep finds what this one left.
 * `people_days` is cut inside of a month as well, see `daysOver`. Not here: what is known of people and groups (`identities`,
 * `user_changes`, `group_changes`, `id_numbers`, `settled_numbers`), which is no history but what holds today, and of which a device that comes back
 * goes on (docs/privacy.md); and what goes by itself (`person_merges`, `cohort_members`).
 */
export const DATED_TABLES: readonly DatedTable[] = [
  { table: 'quarantine', isOver: ({ since }) => sql`quarantined_at < ${instant(since)}`, isRewritten: true },
  { table: 'plan_violations', isOver: ({ since }) => sql`day < ${day(since)}` },
  { table: 'catalogue_events', isOver: ({ since }) => sql`day < ${day(since)}` },
  { table: 'catalogue_properties', isOver: ({ since }) => sql`day < ${day(since)}` },
  { table: 'event_counts', isOver: ({ since }) => sql`quarter < ${integer(since / QUARTER_MS)}` },
  { table: 'arrivals', isOver: ({ since }) => sql`hour < ${integer(since / HOUR_MS)}` },
  { table: 'people_days', isOver: ({ since }) => sql`month < ${integer(monthOf(since))}` },
  // The day of +08:00 in which `since` lies has events that are kept; it holds no more once others are gone, and is sealed anew.
  { table: 'sealed_people', isOver: ({ since }) => sql`day < ${integer(since / DAY_MS)}`, isRewritten: true },
  { table: 'sealed_visits', isOver: ({ since }) => sql`day < ${integer(since / DAY_MS)}`, isRewritten: true },
  { table: 'visit_seals', isOver: ({ since }) => sql`day < ${integer(since / DAY_MS)}`, isRewritten: true },
  { table: 'split_visits', isOver: ({ since }) => sql`day < ${integer(since / DAY_MS)}`, isRewritten: true },
  { table: 'events', isOver: ({ since }) => sql`time < ${instant(since)}` },
]

/** With its project, which no condition may be without. */
export const overIn = ({ isOver }: DatedTable, expired: Expired): Sql =>
  sql`project = ${bind('String', expired.project)} AND ${isOver(expired)}`

/** The month of an instant as partitions are named: 202601. */
export function partitionOf(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1
}

/** Months counted from year 0, as `people_days` does. */
export function monthOf(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

export interface DaysOver {
  set: Sql
  /** Rows with days that are over. */
  over: Sql
  /** These, and those of which only the events tell whether they have any. */
  touched: Sql
}

/**
 * The days of the month of `since` that are over, out of `people_days`: of the calendar of UTC those before it; of that of +08:00,
 * which is 8 hours ahead, also the day of `since` itself for whoever did nothing in the part of it that is kept.
 */
export function daysOver({ project, since }: Expired, events: Sql): DaysOver {
  const before = new Date(since).getUTCDate() - 1
  const kept = (days: number): Sql => sql`toUInt32(${integer(2 ** 32 - 2 ** days)})`
  const mine = sql`project = ${bind('String', project)}`
  const month = sql`${mine} AND month = ${integer(monthOf(since))}`
  const still = sql`(event, person_id, is_anonymous) IN (
      SELECT if(whole, '', toString(event)) AS event, person_id, is_anonymous FROM ${events} ARRAY JOIN [0, 1] AS whole
      WHERE ${mine} AND time >= ${instant(since)} AND time < ${instant(since + EAST_DAY_LEFT_MS)})`
  const changes = (utc: Sql, east8: Sql): Sql =>
    sql`${month} AND (utc != bitAnd(utc, ${utc}) OR east8 != bitAnd(east8, ${east8}))`
  return {
    set: sql`utc = bitAnd(utc, ${kept(before)}), east8 = bitAnd(east8, if(${still}, ${kept(before)}, ${kept(before + 1)})),
      at = arrayFilter(moment -> moment >= ${integer(before * DAY_MS)}, at)`,
    over: changes(kept(before), kept(before)),
    touched: changes(kept(before), kept(before + 1)),
  }
}
