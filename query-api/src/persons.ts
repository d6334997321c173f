/**
 * Whose an event is. The one place that knows how people are joined: what a question reads, and what it makes of a row.
 * Rules and examples are in `docs/identity.md`.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { type Joins, joinedIds } from './identity/joined-ids.ts'
import type { Sight } from './sight/sight.ts'
import type { Trait } from './traits/trait.ts'
import { valuesBeside } from './traits/values.ts'

/** A project as a question finds it. */
export interface Project {
  name: string
  /** Undefined where nobody was ever joined: such a project pays nothing for it. */
  joins: Joins | undefined
  /** Properties of people that the question names. */
  traits?: readonly Trait[]
  /** The share of all people that is asked; all of them when not given. */
  sampling?: number | undefined
  /** What whoever asks may see; all of it when not given. */
  sight?: Sight | undefined
}

/** Events as they are, for questions that are not about people. */
export const EVENTS: Sql = sql`events`

/**
 * The events of a question about people, each beside what the question wants to know of its person; stands behind FROM.
 * The project itself is still to be asked for behind WHERE. Other rows than all events have their columns, `person_id` and
 * `is_anonymous` included.
 */
export const eventsOf = (project: Project, events = EVENTS): Sql =>
  join(
    [ofPeople(events, project), ...(project.traits ?? []).map((trait) => valuesBeside(project, trait))],
    ' ',
  )

/** The same for a question that counts no people and names none: nobody needs to be joined for it. */
export const withoutPeople = (project: Project): Project =>
  // Whose an event is still matters where only some people are asked.
  project.sampling === undefined ? { ...project, joins: undefined } : project

/**
 * Any table that says of its rows, as events do, whose they are: by `person_id` and `is_anonymous`. Where `hashes` are given, it is not looked up
 * whose other anonymous ids are.
 */
export function ofPeople(table: Sql, project: Project, hashes?: Sql): Sql {
  const { name, joins, sampling } = project
  const rows = joins
    ? sql`${table} LEFT ANY JOIN (${joinedIds(name, joins, hashes)}) AS joined ON joined_id = ${OWN_ID}`
    : table
  if (sampling === undefined) return rows
  // By the person and not by an id of theirs, so that whoever is asked is asked about all they did.
  const chosen = sql`intHash64(${personOf(project)}) % ${integer(SHARES)} < ${integer(Math.round(sampling * SHARES))}`
  return sql`(SELECT * EXCEPT (person_id, is_anonymous), person_id, is_anonymous FROM ${rows} WHERE ${chosen}) AS chosen`
}

/** The finest share that can be asked. */
const SHARES = 1_000_000

/** The person of one of these rows, as a UInt64. */
export const personOf = ({ joins }: Project): Sql =>
  joins ? sql`if(joined_person = 0, person_id, joined_person)` : sql`person_id`

/** An anonymous id and the same text as a user id are two ids, which belong together until one of them is joined. */
export const OWN_ID: Sql = sql`if(is_anonymous, bitNot(person_id), person_id)`

/** The person that an id a client knows somebody by belongs to: as a user id where it was ever joined as one. */
export function personOfId({ name, joins }: Project, distinctId: string): Sql {
  const own = sql`xxHash64(${bind('String', distinctId)})`
  if (!joins) return own
  const isUser = sql`${own} IN (SELECT to_hash FROM identities WHERE project = ${bind('String', name)} AND kind != 'unlink')`
  return sql`(SELECT if(count() = 0, ${own}, any(joined_person)) FROM (${joinedIds(name, joins)})
    WHERE joined_id = if(${isUser}, ${own}, bitNot(${own})))`
}
