/** Looks up which numbers do not stand for exactly one person, in the background: questions ask for those, and for whoever was joined since, by their days. */
import { bind, join, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { generationOf } from '../identity/changed-ids.ts'
import { findProject } from '../identity/joins.ts'
import { ofPeople, personOf, type Project } from '../persons.ts'
import { FIRST_NUMBERING, isStill, lastSettled, type Settled, takenOut } from './settled.ts'
import type { Numbered } from './numbers.ts'
import { UNHURRIED } from './unhurried.ts'

export interface Standing {
  project: Project
  settled: Settled
}

export interface Settling {
  store: Store
  /** How long before now something may have been said that cannot be seen yet. */
  graceMs: number
}

/** Whose people were ever joined. */
export async function joinedProjects(store: Store, only: string | undefined): Promise<string[]> {
  const own = only === undefined ? sql`1` : sql`project = ${bind('String', only)}`
  const tables = [sql`identities`, sql`identity_decisions`, sql`settled_numbers`]
  const each = tables.map(
    (table) => sql`SELECT DISTINCT toString(project) AS project FROM ${table} WHERE ${own}`,
  )
  const select = sql`SELECT DISTINCT project FROM (${join(each, '\nUNION ALL\n')}) ORDER BY project`
  return (await store.query<{ project: string }>(statement(select), UNHURRIED)).rows.map(
    ({ project }) => project,
  )
}

/** Gives what questions go by from now on; undefined where that is nothing yet. Looks nothing up where all is as it was. */
export async function settle(name: string, settling: Settling): Promise<Standing | undefined> {
  const { store } = settling
  const ask = async <Row>(select: Parameters<Store['query']>[0]): Promise<Row[]> =>
    (await store.query<Row>(select, UNHURRIED)).rows
  const now = await secondsNow(store)
  const [{ running } = { running: 1 }] = await ask<{ running: number }>(
    statement(sql`SELECT toUInt32((${takenOut(now)})) AS running`),
  )
  const project = await findProject(name, ask, store)
  const settled = await lastSettled(name, ask)
  const isDue = !settled || settled.lost || !isStill(settled, project.joins)
  // What is just being taken out would be seen, and never looked at again.
  if (!isDue || running) return settled && { project, settled }
  await settleAs({ project, numbering: settled?.numbering ?? FIRST_NUMBERING }, now, settling)
  const found = await lastSettled(name, ask)
  return found && { project, settled: found }
}

/** Unix seconds, by the clock of the store. */
export async function secondsNow(store: Store): Promise<number> {
  const { rows } = await store.query<{ now: number }>(statement(sql`SELECT toUnixTimestamp(now()) AS now`))
  return rows[0]?.now ?? 0
}

/** Writes down which numbers are apart, and that questions go by this numbering; `now` are Unix seconds of before it was looked up who is joined. */
export async function settleAs(numbered: Numbered, now: number, { store, graceMs }: Settling): Promise<void> {
  await store.work(statement(personsSql(numbered)))
  await store.work(statement(apartSql(numbered, now, graceMs)))
}

/** Ids that have a number, each beside its person. */
export const placed = ({ project, numbering }: Numbered, columns: Sql): Sql => sql`
  SELECT ${columns} FROM ${ofPeople(sql`id_numbers`, project)}
  WHERE project = ${bind('String', project.name)} AND numbering = ${bind('UInt32', numbering)} AND number != 0`

/** A joined person's own row, see `numberAll`: of those who were joined after their ids had numbers. */
const personsSql = ({ project, numbering }: Numbered): Sql => sql`
INSERT INTO id_numbers (project, numbering, person_id, is_anonymous, number)
SELECT ${bind('String', project.name)}, ${bind('UInt32', numbering)}, person, 0, min(number)
FROM (${placed({ project, numbering }, sql`${personOf(project)} AS person, number, person_id`)})
WHERE person != person_id AND person NOT IN (${placed({ project: { name: project.name, joins: undefined }, numbering }, sql`person_id`)} AND NOT is_anonymous)
GROUP BY person`

const apartSql = ({ project, numbering }: Numbered, now: number, graceMs: number): Sql => {
  const pairs = placed({ project, numbering }, sql`${personOf(project)} AS person, number`)
  const several = sql`SELECT person FROM (${pairs}) GROUP BY person HAVING min(number) != max(number)`
  return sql`
INSERT INTO settled_numbers (project, settled_at, since, numbering, generation, apart)
SELECT ${bind('String', project.name)}, toDateTime(${bind('UInt32', now)}, 'UTC'), toDateTime(${bind('UInt32', Math.floor(now - graceMs / 1000))}, 'UTC'),
  ${bind('UInt32', numbering)}, ${bind('UInt64', generationOf(project.joins))}, groupBitmapState(number)
FROM (
  SELECT number FROM (${pairs}) WHERE person IN (${several})
  UNION ALL
  SELECT number FROM (${pairs}) GROUP BY number HAVING min(person) != max(person)
)`
}
