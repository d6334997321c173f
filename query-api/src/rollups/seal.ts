/** Seals days: writes down who did what on them, if nothing comes meanwhile and their events are as many as were counted. */
import { bind, integer, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { OWN_ID } from '../persons.ts'
import { arrivedByDay } from './arrived.ts'
import { type Calendar, OFFSET_MS } from './days.ts'
import { numberAll, type Numbered } from './numbers.ts'
import { UNHURRIED } from './unhurried.ts'

/** Some days of a project, at least one. */
export interface Batch {
  project: string
  calendar: Calendar
  days: readonly Day[]
}

export interface Day {
  /** Days since 1970. */
  day: number
  /** How many events arrived for it, and how many of them are there. */
  arrived: number
  events: number
}

const DAY_MS = 86_400_000

/** Gives the days that were sealed: those that have not changed meanwhile, and whose events and counts say the same. */
export async function sealDays(store: Store, batch: Batch, numbered: Numbered): Promise<Day[]> {
  const where = isIn(batch)
  await numberAll(store, numbered, sql`SELECT person_id, is_anonymous FROM events WHERE ${where}`)
  await store.work(statement(peopleSql(batch, numbered, where)))
  const still = await unchanged(store, batch, where)
  if (still.length > 0) await store.work(statement(wholeSql({ ...batch, days: still }, numbered)))
  return still
}

/** Unix milliseconds, half-open. */
export function rangeOf({ days, calendar }: Batch): { from: number; to: number } {
  const all = days.map(({ day }) => day)
  const startOf = (day: number): number => day * DAY_MS - OFFSET_MS[calendar]
  return { from: startOf(Math.min(...all)), to: startOf(Math.max(...all) + 1) }
}

const dayOf = ({ calendar }: Batch): Sql =>
  sql`toInt32(floor((toUnixTimestamp64Milli(time) + ${integer(OFFSET_MS[calendar])}) / ${integer(DAY_MS)}))`

const numbersOf = ({ days }: Batch, of: (day: Day) => number): Sql => bind('Array(Int64)', days.map(of))
const daysOf = (batch: Batch): Sql => numbersOf(batch, ({ day }) => day)

export function isIn(batch: Batch): Sql {
  const { from, to } = rangeOf(batch)
  return sql`project = ${bind('String', batch.project)}
  AND time >= fromUnixTimestamp64Milli(${bind('Int64', from)}) AND time < fromUnixTimestamp64Milli(${bind('Int64', to)})
  AND has(${daysOf(batch)}, ${dayOf(batch)})`
}

const INTO: Sql = sql`INSERT INTO sealed_people (project, numbering, calendar, event, day, arrived, people)`
/** Without names, which the engine would take for those of the columns. */
const keysOf = ({ project, calendar }: Batch, { numbering }: Numbered): Sql =>
  sql`${bind('String', project)}, ${bind('UInt32', numbering)}, ${bind('String', calendar)}`
const arrivedOf = (batch: Batch): Sql =>
  sql`toUInt64(${numbersOf(batch, ({ arrived }) => arrived)}[indexOf(${daysOf(batch)}, day)])`

/**
 * Each event's people. Bits take somebody as often as they come, so only those who stand behind one another, as an event's people of
 * a day do, are taken once: in whatever order rows are read, that leaves nobody out. A number of 0 is none.
 */
const peopleSql = (batch: Batch, numbered: Numbered, where: Sql): Sql => sql`
${INTO}
SELECT ${keysOf(batch, numbered)}, event, day, ${arrivedOf(batch)}, groupBitmapState(number)
FROM (
  SELECT event, day, own_id, (event, day, own_id) = lagInFrame((event, day, own_id)) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS again
  FROM (SELECT event, ${dayOf(batch)} AS day, ${OWN_ID} AS own_id FROM events WHERE ${where})
) AS done
ANY LEFT JOIN (
  SELECT ${OWN_ID} AS numbered_id, min(number) AS number FROM id_numbers
  WHERE project = ${bind('String', batch.project)} AND numbering = ${bind('UInt32', numbered.numbering)} GROUP BY numbered_id
) AS numbered ON numbered_id = own_id
WHERE NOT again AND number != 0
GROUP BY event, day`

/** All of them together, which also says that the days are whole. */
const wholeSql = (batch: Batch, numbered: Numbered): Sql => sql`
${INTO}
SELECT ${keysOf(batch, numbered)}, '', day, arrived, groupBitmapMergeState(people)
FROM sealed_people
WHERE project = ${bind('String', batch.project)} AND numbering = ${bind('UInt32', numbered.numbering)} AND calendar = ${bind('String', batch.calendar)}
  AND has(${daysOf(batch)}, day) AND arrived = ${arrivedOf(batch)} AND event != ''
GROUP BY day, arrived`

/** An event is counted a moment before or after it can be seen, so both have to say the same. */
export async function unchanged(store: Store, batch: Batch, where: Sql): Promise<Day[]> {
  const { project, calendar } = batch
  const counted = arrivedByDay(calendar, { project, ...rangeOf(batch) })
  const select = sql`
SELECT counted.day AS day, arrived
FROM (${counted}) AS counted
INNER JOIN (SELECT ${dayOf(batch)} AS day, count() AS stored FROM events WHERE ${where} GROUP BY day) AS seen ON seen.day = counted.day
WHERE toInt64(stored) = events`
  const { rows } = await store.query<{ day: number; arrived: string }>(statement(select), UNHURRIED)
  const now = new Map(rows.map(({ day, arrived }) => [day, Number(arrived)]))
  return batch.days.filter(({ day, arrived }) => now.get(day) === arrived)
}
