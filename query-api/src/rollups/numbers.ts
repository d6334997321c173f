/** Gives ids their numbers, without a gap and none twice, however many processes do so at once. Who is one person by then shares one. */
import { randomUUID } from 'node:crypto'
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { ofPeople, OWN_ID, personOf, type Project } from '../persons.ts'
import { UNHURRIED } from './unhurried.ts'

/** Ids of one insert, which has up to twice as many rows. */
const AT_ONCE = 400_000
/** Rounds without any progress before it is given up. */
const PATIENCE = 20

export interface Numbered {
  /** As its people are joined; without joins where no number may be shared. */
  project: Project
  numbering: number
}

interface Missing {
  id: string
  is_anonymous: number
  person: string
  /** The number of other ids of the person; 0 where none has one. */
  known: number
}

type Row = readonly [project: string, numbering: number, id: string, isAnonymous: number, number: number]

/**
 * Resolves when every id of `ids`, a SELECT of `person_id` and `is_anonymous`, has a number. Numbers go on from the largest one, and an insert
 * of new ones bears its name: of two processes that go on from the same one, the store keeps one insert, and the other looks again.
 */
export async function numberAll(store: Store, numbered: Numbered, ids: Sql): Promise<void> {
  let [last, tries, left] = [-1, 0, Number.POSITIVE_INFINITY]
  while (await isAnyMissing(store, numbered, ids)) {
    // Before it is looked who is missing: what another has given since is seen there, or it bears the name of this insert.
    const largest = await largestNumber(store, numbered)
    const missing = await missingIds(store, numbered, ids)
    if (missing.length === 0) continue
    tries = largest === last && missing.length >= left ? tries + 1 : 0
    if (tries > PATIENCE) throw new Error(`the ids of ${numbered.project.name} cannot be given numbers`)
    ;[last, left] = [largest, missing.length]
    const { rows, isNew } = given(missing, numbered, largest)
    // What was erased may leave a number that was the largest one once before.
    const name = isNew ? `${largest}:${tries}` : randomUUID()
    await store.insert({
      table: 'id_numbers',
      columns: ['project', 'numbering', 'person_id', 'is_anonymous', 'number'],
      lines: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
      token: `id_numbers:${numbered.project.name}:${numbered.numbering}:${name}`,
    })
  }
}

/** A joined person has a row of their own, so that whoever is joined with them later is seen to have another number. */
function given(
  missing: readonly Missing[],
  { project, numbering }: Numbered,
  largest: number,
): { rows: Row[]; isNew: boolean } {
  const numbers = new Map<string, number>()
  let last = largest
  const rows = missing.flatMap(({ id, is_anonymous, person, known }): Row[] => {
    const number = numbers.get(person) ?? (known || ++last)
    numbers.set(person, number)
    const own: Row = [project.name, numbering, id, is_anonymous, number]
    return id === person ? [own] : [own, [project.name, numbering, person, 0, number]]
  })
  return { rows, isNew: last > largest }
}

const ownRows = ({ project, numbering }: Numbered): Sql =>
  sql`project = ${bind('String', project.name)} AND numbering = ${bind('UInt32', numbering)}`
const isMissing = (numbered: Numbered): Sql =>
  sql`${OWN_ID} NOT IN (SELECT ${OWN_ID} FROM id_numbers WHERE ${ownRows(numbered)})`

/** Mostly all have one, which takes a fraction of looking up what others of the same person have. */
async function isAnyMissing(store: Store, numbered: Numbered, ids: Sql): Promise<boolean> {
  const select = sql`SELECT 1 FROM (${ids}) WHERE ${isMissing(numbered)} LIMIT 1`
  return (await store.query(statement(select), UNHURRIED)).rows.length > 0
}

async function missingIds(store: Store, numbered: Numbered, ids: Sql): Promise<Missing[]> {
  const { project } = numbered
  const missing = ofPeople(
    sql`(SELECT DISTINCT person_id, is_anonymous FROM (${ids}) WHERE ${isMissing(numbered)}) AS missing`,
    project,
  )
  const known = sql`
SELECT person AS known_person, min(number) AS known
FROM (SELECT ${personOf(project)} AS person, number FROM ${ofPeople(sql`id_numbers`, project)} WHERE ${ownRows(numbered)})
WHERE person IN (SELECT ${personOf(project)} FROM ${missing})
GROUP BY known_person`
  const select = sql`
SELECT toString(person_id) AS id, is_anonymous, toString(person) AS person, known
FROM (SELECT person_id, is_anonymous, ${personOf(project)} AS person FROM ${missing} LIMIT ${bind('UInt32', AT_ONCE)}) AS named
LEFT ANY JOIN (${known}) AS numbered ON known_person = named.person`
  return (await store.query<Missing>(statement(select), UNHURRIED)).rows
}

async function largestNumber(store: Store, numbered: Numbered): Promise<number> {
  const select = sql`SELECT max(number) AS largest FROM id_numbers WHERE ${ownRows(numbered)}`
  return (await store.query<{ largest: number }>(statement(select))).rows[0]?.largest ?? 0
}
