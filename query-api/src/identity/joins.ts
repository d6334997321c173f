/** How the people of a project are joined right now: looked up before each question, worked out anew when something was said since. */
import { bind, type Sql, sql, statement, type Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { randomUUID } from 'node:crypto'
import type { Project } from '../persons.ts'
import { personsOf } from './components.ts'
import { undonePairs } from './joined-ids.ts'

/** Runs one statement within the limits of a question. */
export type Ask = <Row>(select: Statement) => Promise<Row[]>

interface State {
  generation: string
  made: string | number
}

/** A generation is written again before the store forgets it after a day. */
const FRESH_HOURS = 12

/** Whoever can see an event sees it joined: its link was stored before it. */
export async function findProject(name: string, ask: Ask, store: Pick<Store, 'insert'>): Promise<Project> {
  const told = (await ask<{ told: string }>(statement(toldSql(name)))).map((row) => row.told)
  if (told.length === 0) return { name, joins: undefined }
  const [state] = told.some((one) => one !== 'link') ? await ask<State>(statement(stateSql(name))) : []
  if (!state) return { name, joins: { generation: undefined } }
  if (!Number(state.made)) await makeOnce(name, state.generation, ask, store)
  return { name, joins: { generation: state.generation } }
}

/** Whether anything was said at all, and more than `identify` says: 2 ms, while the whole state takes 8. */
function toldSql(project: string): Sql {
  const own = sql`WHERE project = ${bind('String', project)}`
  return sql`
SELECT 'link' AS told FROM identities ${own} LIMIT 1
UNION ALL SELECT 'alias' FROM identities ${own} AND kind = 'alias' LIMIT 1
UNION ALL SELECT 'unlink' FROM identities ${own} AND kind = 'unlink' LIMIT 1
UNION ALL SELECT 'decision' FROM identity_decisions ${own} LIMIT 1`
}

/** The generation is a hash over all that was said, so that every process which sees the same works out the same. */
const stateSql = (project: string): Sql => sql`
WITH (SELECT groupBitXor(said) FROM (SELECT DISTINCT said FROM (${sayings(project)}))) AS known
SELECT toString(known) AS generation,
  (SELECT count() FROM person_merges WHERE project = ${bind('String', project)} AND generation = known AND id = 0
    AND made_at > now() - INTERVAL ${bind('UInt32', FRESH_HOURS)} HOUR) AS made`

const sayings = (project: string): Sql => sql`
  SELECT xxHash64(from_hash, to_hash) AS said FROM identities WHERE project = ${bind('String', project)} AND kind = 'alias'
  UNION ALL
  SELECT xxHash64(kind, from_hash, to_hash, decided_at, id) FROM identity_decisions WHERE project = ${bind('String', project)}
  UNION ALL
  SELECT xxHash64('unlink', one, other) FROM (${undonePairs(project)})`

/** Generations being made, by store: questions that come together wait for the first of them. */
const making = new WeakMap<object, Map<string, Promise<void>>>()

function makeOnce(
  project: string,
  generation: string,
  ask: Ask,
  store: Pick<Store, 'insert'>,
): Promise<void> {
  const own = making.get(store) ?? new Map<string, Promise<void>>()
  making.set(store, own)
  const key = `${generation} ${project}`
  const under = own.get(key) ?? make(project, generation, ask, store).finally(() => own.delete(key))
  own.set(key, under)
  return under
}

/** Writes a whole generation and then its mark. Two processes may do so at once: they write the same. */
async function make(
  project: string,
  generation: string,
  ask: Ask,
  store: Pick<Store, 'insert'>,
): Promise<void> {
  const pairs = await ask<{ one: string; other: string }>(statement(pairsSql(project)))
  const persons = personsOf(pairs.map(({ one, other }) => [one, other] as const))
  const insert = (rows: Iterable<readonly [string, string]>): Promise<void> => {
    const lines = [...rows].map(([id, person]) => `${JSON.stringify([project, generation, id, person])}\n`)
    return lines.length === 0
      ? Promise.resolve()
      : store.insert({
          table: 'person_merges',
          columns: ['project', 'generation', 'id', 'person'],
          lines: Buffer.from(lines.join('')),
          token: `person_merges:${generation}:${randomUUID()}`,
        })
  }
  await insert(persons)
  await insert([['0', '0']])
}

/** Aliases and what operators joined, without what they have undone. */
const pairsSql = (project: string): Sql => sql`
SELECT DISTINCT toString(from_hash) AS one, toString(to_hash) AS other FROM (
  SELECT from_hash, to_hash FROM identities WHERE project = ${bind('String', project)} AND kind = 'alias'
  UNION ALL
  SELECT from_hash, to_hash FROM identity_decisions WHERE project = ${bind('String', project)} AND kind = 'merge'
)
WHERE (from_hash, to_hash) NOT IN (${undonePairs(project)})`
