/**
 * New numbers for the ids of a project, so that fewer are apart. Where people came to have several, all of theirs become the least of them, in bits as
 * well: nothing is read but what is sealed. Where several people share one, everybody gets another, and days have to be sealed anew.
 */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { personOf } from '../persons.ts'
import type { Numbered } from './numbers.ts'
import { placed } from './settle.ts'
import { UNHURRIED } from './unhurried.ts'

/** Numbers that become others at once; a statement names them all. */
const AT_ONCE = 40_000

interface Change {
  from: number[]
  to: number[]
}

/** False where no person has several numbers of their own. The numbering is there for others to see once it is whole. */
export async function unite(store: Store, known: Numbered, numbering: number): Promise<boolean> {
  const { rows } = await store.query<{ number: number; least: number }>(
    statement(severalSql(known)),
    UNHURRIED,
  )
  if (rows.length === 0) return false
  const change = { from: rows.map(({ number }) => number), to: rows.map(({ least }) => least) }
  // The days first: whoever is in their bits has a number by then.
  await store.work(statement(unitedDays(known, numbering, change)))
  await store.work(statement(unitedIds(known, numbering, change)))
  await store.work(statement(markSql(known, numbering)))
  return true
}

/** One number for all ids of a person, as they are joined now. */
export async function numberAnew(store: Store, known: Numbered, numbering: number): Promise<void> {
  await store.work(statement(newNumbersSql(known, numbering)))
  await store.work(statement(markSql(known, numbering)))
}

/** The newest numbering that is whole; 0 where none is but the first. */
export const newestWhole = (project: string): Sql =>
  sql`(SELECT max(numbering) FROM id_numbers WHERE project = ${bind('String', project)} AND person_id = 0 AND number = 0)`

const markSql = ({ project }: Numbered, numbering: number): Sql => sql`
INSERT INTO id_numbers (project, numbering, person_id, is_anonymous, number)
SELECT ${bind('String', project.name)}, ${bind('UInt32', numbering)}, 0, 0, 0`

/** Numbers of one person who has lesser ones as well. */
const severalSql = (known: Numbered): Sql => {
  const pairs = placed(known, sql`${personOf(known.project)} AS person, number`)
  return sql`
SELECT DISTINCT number, least
FROM (${pairs}) AS pairs
INNER JOIN (SELECT person AS several, min(number) AS least FROM (${pairs}) GROUP BY several HAVING least != max(number)) AS people ON several = person
WHERE number != least AND number NOT IN (SELECT number FROM (${pairs}) GROUP BY number HAVING min(person) != max(person))
LIMIT ${bind('UInt32', AT_ONCE)}`
}

const changed = (number: Sql, { from, to }: Change): Sql =>
  sql`transform(${number}, ${bind('Array(UInt32)', from)}, ${bind('Array(UInt32)', to)}, ${number})`

function unitedDays({ project, numbering }: Numbered, next: number, change: Change): Sql {
  const those = sql`bitmapBuild(${bind('Array(UInt32)', change.from)})`
  const others = sql`arrayMap(number -> toUInt32(${changed(sql`number`, change)}), bitmapToArray(bitmapAnd(people, ${those})))`
  return sql`
INSERT INTO sealed_people (project, numbering, calendar, event, day, arrived, people)
SELECT project, ${bind('UInt32', next)}, calendar, event, day, arrived, bitmapOr(bitmapAndnot(people, ${those}), bitmapBuild(${others}))
FROM sealed_people FINAL
WHERE project = ${bind('String', project.name)} AND numbering = ${bind('UInt32', numbering)}`
}

const unitedIds = (known: Numbered, next: number, change: Change): Sql => sql`
INSERT INTO id_numbers (project, numbering, person_id, is_anonymous, number)
SELECT ${bind('String', known.project.name)}, ${bind('UInt32', next)}, person_id, is_anonymous, toUInt32(${changed(sql`number`, change)})
FROM id_numbers
WHERE project = ${bind('String', known.project.name)} AND numbering = ${bind('UInt32', known.numbering)} AND number != 0`

function newNumbersSql(known: Numbered, numbering: number): Sql {
  const person = personOf(known.project)
  const people = sql`SELECT DISTINCT person FROM (${placed(known, sql`${person} AS person`)})`
  return sql`
INSERT INTO id_numbers (project, numbering, person_id, is_anonymous, number)
SELECT ${bind('String', known.project.name)}, ${bind('UInt32', numbering)}, person_id, is_anonymous, number
FROM (${placed(known, sql`DISTINCT person_id, is_anonymous, ${person} AS person`)}) AS ids
ANY INNER JOIN (SELECT person AS numbered_person, toUInt32(rowNumberInAllBlocks() + 1) AS number FROM (${people})) AS numbers ON numbered_person = ids.person`
}
