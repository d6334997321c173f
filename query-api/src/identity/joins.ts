/** How the people of a project are joined right now: looked up before each question, worked out anew when something was said since. */
import { bind, brief, type Sql, sql, statement, type Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Project } from '../persons.ts'
import { type Generation, undonePairs } from './joined-ids.ts'
import { makeGeneration, type Making } from './making.ts'
import { isAnythingSaid } from './said.ts'

/** Runs one statement within the limits of a question. */
export type Ask = <Row>(select: Statement) => Promise<Row[]>

interface State {
  generation: string
  made: string | number
  /** The generation that it differs from; 0 where it is whole. */
  base: string
}

/** A generation is written again before the store forgets it after a day. */
const FRESH_HOURS = 12
/** With fewer joined ids all of them are worked out anew in the time that it takes to find what is different. */
const WORTH_IDS = 20_000

/** Whoever can see an event sees it joined: its link was stored before it. */
export async function findProject(
  name: string,
  ask: Ask,
  store: Pick<Store, 'insert' | 'writesOf'>,
  worthIds = WORTH_IDS,
): Promise<Project> {
  if (!(await isAnythingSaid(name, ask, store))) return { name, joins: undefined }
  const more = await ask(brief(moreSql(name)))
  const [state] = more.length > 0 ? await ask<State>(statement(stateSql(name))) : []
  if (!state) return { name, joins: { generation: undefined } }
  const { generation } = state
  if (!Number(state.made))
    return {
      name,
      joins: { generation, base: await makeOnce({ project: name, generation, ask, store, worthIds }) },
    }
  return { name, joins: { generation, base: state.base === '0' ? undefined : state.base } }
}

/** Whether that is more than `identify` says, which takes as long; the whole state takes four times that. */
const moreSql = (project: string): Sql => sql`
SELECT 1 FROM identities ${of(project)} AND kind = 'alias' LIMIT 1
UNION ALL SELECT 1 FROM identities ${of(project)} AND kind = 'unlink' LIMIT 1
UNION ALL SELECT 1 FROM identity_decisions ${of(project)} LIMIT 1`

const of = (project: string): Sql => sql`WHERE project = ${bind('String', project)}`

/** The generation is a hash over all that was said, so that every process which sees the same works out the same. */
const stateSql = (project: string): Sql => sql`
WITH (SELECT groupBitXor(said) FROM (SELECT DISTINCT said FROM (${sayings(project)}))) AS known
SELECT toString(known) AS generation, (${markSql(project, sql`known`)}) AS mark, mark.1 AS made, mark.2 AS base`

/** Whether all of a generation is there, and the one that it differs from; '0' where it is whole. */
const markSql = (project: string, generation: Sql): Sql => sql`
  SELECT (count(), toString(any(person))) FROM person_merges WHERE project = ${bind('String', project)} AND generation = ${generation} AND id = 0
    AND made_at > now() - INTERVAL ${bind('UInt32', FRESH_HOURS)} HOUR`

/** A generation of before, as long as it is kept. */
export async function keptGeneration(
  project: string,
  generation: string,
  ask: Ask,
): Promise<Generation | undefined> {
  const [mark] = await ask<Pick<State, 'made' | 'base'>>(
    brief(
      sql`SELECT (${markSql(project, bind('UInt64', generation))}) AS mark, mark.1 AS made, mark.2 AS base`,
    ),
  )
  if (!mark || !Number(mark.made)) return undefined
  return { generation, base: mark.base === '0' ? undefined : mark.base }
}

const sayings = (project: string): Sql => sql`
  SELECT xxHash64(from_hash, to_hash) AS said FROM identities WHERE project = ${bind('String', project)} AND kind = 'alias'
  UNION ALL
  SELECT xxHash64(kind, from_hash, to_hash, decided_at, id) FROM identity_decisions WHERE project = ${bind('String', project)}
  UNION ALL
  SELECT xxHash64('unlink', one, other) FROM (${undonePairs(project)})`

/** Generations being made, by store: questions that come together wait for the first of them. */
const underway = new WeakMap<object, Map<string, Promise<string | undefined>>>()

function makeOnce(making: Making): Promise<string | undefined> {
  const { project, generation, store } = making
  const own = underway.get(store) ?? new Map<string, Promise<string | undefined>>()
  underway.set(store, own)
  const key = `${generation} ${project}`
  const made = own.get(key) ?? makeGeneration(making).finally(() => own.delete(key))
  own.set(key, made)
  return made
}
