/**
 * Works out who is one person by all that was said, and writes it down as a generation: whole, or as what is different from a whole one
 * that is there already. Two processes may do so at once: they write the same.
 */
import { bind, integer, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { randomUUID } from 'node:crypto'
import { personsOf } from './components.ts'
import { mergedUsers, undonePairs } from './joined-ids.ts'
import type { Ask } from './joins.ts'

export interface Making {
  project: string
  generation: string
  ask: Ask
  store: Pick<Store, 'insert'>
  /** How many ids a whole generation must have for it to be worth telling what is different from it. */
  worthIds: number
}

/** What is different may be told from a generation so young: with how long it holds itself, less than the day it is kept for. */
const BASE_HOURS = 6
/** People whose ids are worked out anew; with more of them, everybody is. */
const MOST_TOUCHED = 10_000
/** Of a generation: the row behind which all others are there. Its person is the generation that the others differ from, or 0. */
const MARK = '0'

/** Resolves with the generation that this one differs from, or undefined where it is whole. */
export async function makeGeneration(making: Making): Promise<string | undefined> {
  const base = await baseOf(making)
  const touched = base === undefined ? undefined : await touchedSince(base, making)
  const differs = base !== undefined && touched !== undefined && touched.length <= MOST_TOUCHED
  const pairs = differs
    ? pairsAround(base, touched, making)
    : sql`SELECT * FROM (${pairsThatHold(making.project)})`
  if (!differs || touched.length > 0) await write(await peopleIn(pairs, making), making)
  await write([[MARK, differs ? base : MARK]], making)
  return differs ? base : undefined
}

/** The youngest whole generation. Not one from before links were taken out of the store, which nothing else would tell. */
async function baseOf({ project, ask, worthIds }: Making): Promise<string | undefined> {
  const [row] = await ask<{ base: string }>(
    statement(sql`
SELECT toString(generation) AS base FROM person_merges
WHERE project = ${bind('String', project)} AND id = 0 AND person = 0
  AND made_at > now() - INTERVAL ${integer(BASE_HOURS)} HOUR
  AND made_at > (SELECT max(create_time) FROM system.mutations
    WHERE database = currentDatabase() AND table IN ('identities', 'identities_local'))
ORDER BY made_at DESC LIMIT 1`),
  )
  if (!row) return undefined
  const ids = sql`SELECT toUInt32(count()) AS ids FROM (${mergedUsers(project, { generation: row.base })})`
  const [count] = await ask<{ ids: number }>(statement(ids))
  return (count?.ids ?? 0) >= worthIds ? row.base : undefined
}

/** People of the base who are not that any more: two ids of a pair that holds are not one, or of one that was undone are. */
async function touchedSince(base: string, { project, ask }: Making): Promise<string[]> {
  const rows = await ask<{ person: string }>(
    statement(sql`
SELECT DISTINCT toString(arrayJoin([one_person, other_person])) AS person FROM (
  ${withPeople(sql`SELECT one, other, 1 AS holds FROM (${pairsThatHold(project)}) UNION ALL SELECT one, other, 0 FROM (${undonePairs(project)})`, project, base)}
)
WHERE (one_person != other_person) = holds
LIMIT ${integer(MOST_TOUCHED + 1)}`),
  )
  return rows.map(({ person }) => person)
}

/** Pairs among the ids of some people, and each id by itself, as it may be left alone. */
const pairsAround = (base: string, touched: readonly string[], { project }: Making): Sql => {
  const people = sql`SELECT toUInt64(arrayJoin(${bind('Array(String)', touched)})) AS id`
  const ids = sql`SELECT user AS id FROM (${mergedUsers(project, { generation: base })}) WHERE person IN (${people})`
  return sql`
SELECT one, other FROM (${pairsThatHold(project)}) WHERE one IN (${ids} UNION ALL ${people})
UNION ALL SELECT id AS one, id AS other FROM (${ids})`
}

/** Each pair beside the people of its ids in a generation; of an id that has none there, itself. */
const withPeople = (pairs: Sql, project: string, generation: string): Sql => sql`
  SELECT one, other, holds, if(ones.person = 0, one, ones.person) AS one_person, if(others.person = 0, other, others.person) AS other_person
  FROM (${pairs}) AS pairs
    LEFT ANY JOIN (${mergedUsers(project, { generation })}) AS ones ON ones.user = one
    LEFT ANY JOIN (${mergedUsers(project, { generation })}) AS others ON others.user = other`

/** Aliases and what operators joined, without what was undone. */
const pairsThatHold = (project: string): Sql => sql`
SELECT DISTINCT from_hash AS one, to_hash AS other FROM (
  SELECT from_hash, to_hash FROM identities WHERE project = ${bind('String', project)} AND kind = 'alias'
  UNION ALL
  SELECT from_hash, to_hash FROM identity_decisions WHERE project = ${bind('String', project)} AND kind = 'merge'
)
WHERE (from_hash, to_hash) NOT IN (${undonePairs(project)})`

async function peopleIn(pairs: Sql, { ask }: Making): Promise<Iterable<readonly [string, string]>> {
  const rows = await ask<{ one: string; other: string }>(
    statement(sql`SELECT toString(one) AS one, toString(other) AS other FROM (${pairs})`),
  )
  return personsOf(rows.map(({ one, other }) => [one, other] as const))
}

async function write(
  rows: Iterable<readonly [id: string, person: string]>,
  { project, generation, store }: Making,
): Promise<void> {
  const lines = [...rows].map(([id, person]) => `${JSON.stringify([project, generation, id, person])}\n`)
  if (lines.length === 0) return
  await store.insert({
    table: 'person_merges',
    columns: ['project', 'generation', 'id', 'person'],
    lines: Buffer.from(lines.join('')),
    token: `person_merges:${generation}:${randomUUID()}`,
  })
}
